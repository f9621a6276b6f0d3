// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>
#include <tiff.h>

#include <random>
#include <string>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/io/image_file.h"
#include "tests/core/io/picture_encoders.h"

// Files that end too early and files with wrong bytes: an error or a picture, never a crash, a hang or half a picture.
namespace core::io {
namespace {

using image::Image8;
using support::Bytes;
using support::encode_bmp;
using support::encode_jpeg;
using support::encode_png_variant;
using support::encode_tiff;
using support::encode_webp;

Image8 make_picture(int channels) {
  std::mt19937 random(11);
  Image8 picture(29, 21, channels);
  for (std::uint8_t& value : picture.data()) value = static_cast<std::uint8_t>(random());
  return picture;
}

struct Sample {
  std::string name;
  Bytes bytes;
  int every = 1;  ///< rounds of damage that take it; a profile with a table takes milliseconds
};

std::vector<Sample> samples() {
  const Image8 grey = make_picture(1), rgb = make_picture(3), rgba = make_picture(4);
  Image8 indices = rgba;
  for (std::uint8_t& value : indices.data()) value &= 15;
  support::PngOptions png;
  png.icc = support::linear_rgb_profile();
  png.exif = support::exif_with_orientation(5);
  support::PngOptions interlaced;
  interlaced.is_interlaced = true;
  interlaced.bits = 16;
  support::JpegOptions jpeg;
  jpeg.icc = support::linear_rgb_profile();
  jpeg.exif = support::exif_with_orientation(6);
  support::JpegOptions progressive;
  progressive.is_progressive = true;
  support::JpegOptions cmyk;
  cmyk.is_cmyk = true;
  cmyk.is_ycck = true;
  cmyk.is_adobe_inverted = true;
  support::WebpOptions webp;
  webp.icc = support::linear_rgb_profile();
  webp.exif = support::exif_with_orientation(7);
  support::WebpOptions animated;
  animated.is_animated = true;
  return {{"png with profile", encode_png_variant(rgba, png)},
          {"interlaced png", encode_png_variant(rgba, interlaced)},
          {"jpeg with profile", encode_jpeg(rgb, jpeg)},
          {"progressive jpeg", encode_jpeg(rgb, progressive)},
          {"cmyk jpeg", encode_jpeg(rgba, cmyk)},
          {"webp", encode_webp(rgba)},
          {"webp with profile", encode_webp(rgba, webp)},
          {"animated webp", encode_webp(rgba, animated)},
          {"tiff", encode_tiff(rgba, {.icc = support::linear_rgb_profile()})},
          {"tiled tiff",
           encode_tiff(rgb, {.bits = 16, .is_tiled = true, .is_separate = true, .compression = COMPRESSION_LZW})},
          {"zip tiff", encode_tiff(grey, {.compression = COMPRESSION_ADOBE_DEFLATE})},
          {"jpeg tiff", encode_tiff(rgb, {.compression = COMPRESSION_JPEG, .photometric = PHOTOMETRIC_YCBCR})},
          {"palette tiff", encode_tiff(grey, {.is_big_tiff = true, .is_palette = true})},
          {"bilevel tiff", encode_tiff(grey, {.bits = 1})},
          {"cmyk tiff", encode_tiff(rgba, {.is_cmyk = true, .icc = support::cyan_only_cmyk_profile()}), 10},
          {"bmp 24", encode_bmp(rgba, {.bits = 24})},
          {"bmp 32", encode_bmp(rgba, {.bits = 32, .has_fields = true})},
          {"bmp rle4", encode_bmp(indices, {.bits = 4, .is_run_length = true})},
          {"bmp rle8", encode_bmp(indices, {.bits = 8, .is_run_length = true})}};
}

TEST(DamagedPictures, TheSamplesThemselvesAreRead) {
  for (const Sample& sample : samples()) EXPECT_NO_THROW(decode_picture(sample.bytes, sample.name)) << sample.name;
}

TEST(DamagedPictures, AFileThatEndsTooEarlyIsAnErrorWhereverItEnds) {
  for (const Sample& sample : samples()) {
    const std::size_t size = sample.bytes.size();
    std::vector<std::size_t> ends = {1, 2, 4, 8, 12, 20, 30, 60, size - 8};
    for (int i = 1; i < 40; ++i) ends.push_back(size * static_cast<std::size_t>(i) / 40);
    for (const std::size_t end : ends) {
      const std::string name = sample.name + " cut at " + std::to_string(end) + " of " + std::to_string(size);
      try {
        decode_picture(std::span(sample.bytes).first(end), name);
        ADD_FAILURE() << name << " was read";
      } catch (const Error& error) {
        EXPECT_TRUE(error.code() == ErrorCode::BadFormat || error.code() == ErrorCode::Unsupported) << error.what();
      }
    }
  }
}

TEST(DamagedPictures, WrongBytesGiveAPictureOrAnErrorAndNothingElse) {
  std::mt19937 random(2026);
  const std::vector<Sample> files = samples();
  int num_refused = 0;
  for (int round = 0; round < 200; ++round) {
    for (const Sample& sample : files) {
      if (round % sample.every != 0) continue;
      Bytes bytes = sample.bytes;
      const auto num_flips = 1 + random() % 4;
      // Half of the damage goes to the head, where sizes and offsets are.
      const std::size_t reach = round % 2 == 0 ? std::min<std::size_t>(bytes.size(), 200) : bytes.size();
      for (unsigned i = 0; i < num_flips; ++i) bytes[random() % reach] = static_cast<std::uint8_t>(random());
      try {
        const Picture picture = decode_picture(bytes, sample.name);
        EXPECT_GT(picture.rgba.num_pixels(), 0u);
      } catch (const Error& error) {
        ++num_refused;
        EXPECT_NE(error.code(), ErrorCode::Internal) << sample.name << ": " << error.what();
      }
    }
  }
  EXPECT_GT(num_refused, 500);
}

}  // namespace
}  // namespace core::io
