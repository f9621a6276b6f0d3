// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/io/image_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <tiff.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "core/base/error.h"
#include "core/image/color_space.h"
#include "core/io/atomic_file.h"
#include "core/io/color_profile.h"
#include "tests/core/io/picture_encoders.h"
#include "tests/support/temporary_folder.h"

namespace core::io {
namespace {

using image::Image8;
using support::Bytes;
using support::encode_bmp;
using support::encode_jpeg;
using support::encode_png_variant;
using support::encode_tiff;
using support::encode_webp;
using ::testing::HasSubstr;

constexpr int kWidth = 37, kHeight = 23;

/// Smooth colours that differ in every corner; alpha grows to the right.
Image8 make_picture(int channels) {
  Image8 picture(kWidth, kHeight, channels);
  for (int y = 0; y < kHeight; ++y) {
    for (int x = 0; x < kWidth; ++x) {
      const std::uint8_t values[] = {static_cast<std::uint8_t>(20 + 5 * x), static_cast<std::uint8_t>(30 + 8 * y),
                                     static_cast<std::uint8_t>(200 - 2 * x - 3 * y),
                                     static_cast<std::uint8_t>(std::min(255, 9 * x))};
      if (channels == 2) {
        picture.at(x, y, 0) = values[0];
        picture.at(x, y, 1) = values[3];
      } else {
        std::copy_n(values, channels, picture.pixel(x, y));
      }
    }
  }
  return picture;
}

/// RGBA of a picture with 1 to 4 channels.
Image8 as_rgba(const Image8& picture) {
  Image8 rgba(picture.width(), picture.height(), 4, 255);
  for (int y = 0; y < picture.height(); ++y) {
    for (int x = 0; x < picture.width(); ++x) {
      for (int c = 0; c < 3; ++c) rgba.at(x, y, c) = picture.at(x, y, picture.channels() >= 3 ? c : 0);
      if (picture.channels() % 2 == 0) rgba.at(x, y, 3) = picture.at(x, y, picture.channels() - 1);
    }
  }
  return rgba;
}

/// Largest difference where alpha is not 0.
int max_difference(const Image8& a, const Image8& b) {
  if (a.width() != b.width() || a.height() != b.height() || a.channels() != b.channels()) return 256;
  int largest = 0;
  for (std::size_t i = 0; i < a.num_pixels(); ++i) {
    const std::uint8_t *p = a.data().data() + 4 * i, *q = b.data().data() + 4 * i;
    largest = std::max(largest, std::abs(p[3] - q[3]));
    for (int c = 0; c < 3 && q[3] > 0; ++c) largest = std::max(largest, std::abs(p[c] - q[c]));
  }
  return largest;
}

Image8 decoded(const Bytes& bytes) { return decode_picture(bytes, "test").rgba; }

std::string refusal(const Bytes& bytes, ErrorCode code, const std::string& name = "test") {
  try {
    decode_picture(bytes, name);
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), code) << error.what();
    return error.what();
  }
  ADD_FAILURE() << "the picture was not refused";
  return "";
}

template <class Call>
ErrorCode code_of(const Call& call) {
  try {
    call();
  } catch (const Error& error) {
    return error.code();
  }
  ADD_FAILURE() << "nothing was thrown";
  return ErrorCode::Internal;
}

/// What orientation `orientation` stores for an upright picture.
Image8 stored_for(const Image8& upright, int orientation) {
  const bool is_transposed = orientation >= 5;
  Image8 stored(is_transposed ? upright.height() : upright.width(), is_transposed ? upright.width() : upright.height(),
                upright.channels());
  for (int y = 0; y < upright.height(); ++y) {
    for (int x = 0; x < upright.width(); ++x) {
      const int w = upright.width() - 1, h = upright.height() - 1;
      // Row 0 and column 0 of the stored picture, from the table of the EXIF standard.
      const std::pair<int, int> place = orientation == 1   ? std::pair{x, y}
                                        : orientation == 2 ? std::pair{w - x, y}
                                        : orientation == 3 ? std::pair{w - x, h - y}
                                        : orientation == 4 ? std::pair{x, h - y}
                                        : orientation == 5 ? std::pair{y, x}
                                        : orientation == 6 ? std::pair{y, w - x}
                                        : orientation == 7 ? std::pair{h - y, w - x}
                                                           : std::pair{h - y, x};
      std::copy_n(upright.pixel(x, y), upright.channels(), stored.pixel(place.first, place.second));
    }
  }
  return stored;
}

/// What linear light becomes in sRGB.
int srgb_of(int linear) {
  return static_cast<int>(std::lround(255.0f * image::srgb_from_linear(static_cast<float>(linear) / 255.0f)));
}

TEST(ReadPicture, PngOfEveryKindOfPixel) {
  for (int channels = 1; channels <= 4; ++channels) {
    for (const int bits : {8, 16}) {
      for (const bool is_interlaced : {false, true}) {
        SCOPED_TRACE(testing::Message() << channels << " channels, " << bits << " bits");
        const Image8 picture = make_picture(channels);
        const Picture read = decode_picture(encode_png_variant(picture, {bits, is_interlaced}), "test");
        EXPECT_EQ(read.format, "PNG");
        EXPECT_EQ(read.rgba, as_rgba(picture));
        EXPECT_EQ(read.has_alpha, channels % 2 == 0);
      }
    }
  }
}

TEST(ReadPicture, PngWithAPaletteAndTransparency) {
  Image8 picture(16, 8, 4);
  for (int y = 0; y < 8; ++y) {
    for (int x = 0; x < 16; ++x) {
      const std::uint8_t pixel[] = {static_cast<std::uint8_t>(16 * x), 9, 200, static_cast<std::uint8_t>(y * 36)};
      std::copy_n(pixel, 4, picture.pixel(x, y));
    }
  }
  support::PngOptions options;
  options.is_palette = true;
  EXPECT_EQ(decoded(encode_png_variant(picture, options)), picture);
}

TEST(WritePng, IsReadBackExactly) {
  const support::TemporaryFolder folder;
  for (const int channels : {1, 3, 4}) {
    write_png(folder / "a.png", make_picture(channels));
    EXPECT_EQ(read_picture(folder / "a.png").rgba, as_rgba(make_picture(channels)));
  }
  EXPECT_EQ(code_of([&] { write_png(folder / "a.png", Image8()); }), ErrorCode::Usage);
  EXPECT_EQ(code_of([&] { write_png(folder / "a.png", Image8(3, 3, 2)); }), ErrorCode::Usage);
}

TEST(ReadPicture, JpegInColourAndGrey) {
  for (const int channels : {1, 3}) {
    for (const bool is_progressive : {false, true}) {
      const Image8 picture = make_picture(channels);
      const Picture read = decode_picture(encode_jpeg(picture, {97, is_progressive}), "test");
      EXPECT_EQ(read.format, "JPEG");
      EXPECT_FALSE(read.has_alpha);
      EXPECT_LE(max_difference(read.rgba, as_rgba(picture)), 8);
    }
  }
}

TEST(ReadPicture, JpegInCmykWithAndWithoutAdobesInversion) {
  Image8 inks = make_picture(4);
  Image8 expected = inks;
  convert_to_srgb(expected, {}, true);
  EXPECT_EQ(expected.at(0, 0, 3), 255);
  for (const bool is_ycck : {false, true}) {
    for (const bool is_inverted : {false, true}) {
      support::JpegOptions options;
      options.is_cmyk = true;
      options.is_ycck = is_ycck;
      options.is_adobe_inverted = is_inverted;
      if (is_ycck && !is_inverted) continue;  // without Adobe's marker YCCK cannot be told from CMYK
      EXPECT_LE(max_difference(decoded(encode_jpeg(inks, options)), expected), 10) << is_ycck << is_inverted;
    }
  }
}

TEST(ReadPicture, InksMixAsPaperShowsThem) {
  // White paper, black ink, cyan ink.
  Image8 inks(3, 1, 4, 0);
  inks.at(1, 0, 3) = 255;
  inks.at(2, 0, 0) = 255;
  const Image8 rgba = decoded(encode_tiff(inks, {.is_cmyk = true}));
  const auto pixel = [&](int x) { return std::vector<int>(rgba.pixel(x, 0), rgba.pixel(x, 0) + 4); };
  EXPECT_EQ(pixel(0), (std::vector<int>{255, 255, 255, 255}));
  EXPECT_EQ(pixel(1), (std::vector<int>{0, 0, 0, 255}));
  EXPECT_EQ(pixel(2), (std::vector<int>{0, 255, 255, 255}));
}

TEST(ReadPicture, WebpWithAlphaAndTheFirstFrameOfAnAnimation) {
  const Image8 picture = make_picture(4);
  const Picture still = decode_picture(encode_webp(picture), "test");
  EXPECT_EQ(still.format, "WebP");
  EXPECT_TRUE(still.has_alpha);
  EXPECT_EQ(max_difference(still.rgba, picture), 0);
  support::WebpOptions options;
  options.is_animated = true;
  EXPECT_EQ(max_difference(decoded(encode_webp(picture, options)), picture), 0);
}

TEST(ReadPicture, TiffOfEveryLayout) {
  for (const int channels : {1, 2, 3, 4}) {
    for (const int bits : {8, 16}) {
      for (int layout = 0; layout < 16; ++layout) {
        support::TiffOptions options;
        options.bits = bits;
        options.is_tiled = (layout & 1) != 0;
        options.is_separate = (layout & 2) != 0;
        options.is_big_endian = (layout & 4) != 0;
        options.is_big_tiff = (layout & 8) != 0;
        options.compression = layout % 3 == 0 ? COMPRESSION_LZW : COMPRESSION_NONE;
        SCOPED_TRACE(testing::Message() << channels << " channels, " << bits << " bits, layout " << layout);
        const Image8 picture = make_picture(channels);
        const Picture read = decode_picture(encode_tiff(picture, options), "test");
        EXPECT_EQ(read.format, "TIFF");
        EXPECT_EQ(read.rgba, as_rgba(picture));
      }
    }
  }
}

TEST(ReadPicture, TiffOfFewBitsPaletteAndInvertedGrey) {
  Image8 checks(kWidth, kHeight, 1);
  for (int y = 0; y < kHeight; ++y) {
    for (int x = 0; x < kWidth; ++x) checks.at(x, y) = (x / 3 + y) % 2 == 0 ? 255 : 0;
  }
  EXPECT_EQ(decoded(encode_tiff(checks, {.bits = 1})), as_rgba(checks));

  const Image8 grey = make_picture(1);
  const Image8 inverted = decoded(encode_tiff(grey, {.is_white_zero = true}));
  EXPECT_EQ(inverted.at(5, 5, 1), 255 - grey.at(5, 5));

  const Image8 colors = decoded(encode_tiff(grey, {.is_palette = true}));
  EXPECT_EQ(colors.at(5, 5, 0), grey.at(5, 5));
  EXPECT_EQ(colors.at(5, 5, 1), 255 - grey.at(5, 5));
}

TEST(ReadPicture, TiffWithMultipliedAlphaIsMadeStraight) {
  const Image8 picture = make_picture(4);
  Image8 multiplied = picture;
  for (std::size_t i = 0; i < multiplied.num_pixels(); ++i) {
    std::uint8_t* p = multiplied.data().data() + 4 * i;
    for (int c = 0; c < 3; ++c) p[c] = static_cast<std::uint8_t>((p[c] * p[3] + 127) / 255);
  }
  const Image8 read = decoded(encode_tiff(multiplied, {.is_premultiplied = true}));
  for (int x = 8; x < kWidth; ++x) {
    for (int c = 0; c < 3; ++c) EXPECT_NEAR(read.at(x, 3, c), picture.at(x, 3, c), 2);
  }
}

TEST(ReadPicture, TiffWithJpegInside) {
  const Image8 picture = make_picture(3);
  const support::TiffOptions options{.compression = COMPRESSION_JPEG, .photometric = PHOTOMETRIC_YCBCR};
  EXPECT_LE(max_difference(decoded(encode_tiff(picture, options)), as_rgba(picture)), 40);
}

TEST(ReadPicture, BmpOfDirectColours) {
  const Image8 picture = make_picture(4);
  Image8 opaque = picture;
  for (std::size_t i = 3; i < opaque.data().size(); i += 4) opaque.data()[i] = 255;
  for (const bool is_top_down : {false, true}) {
    EXPECT_EQ(decoded(encode_bmp(picture, {.bits = 24, .is_top_down = is_top_down})), opaque);
    EXPECT_EQ(decoded(encode_bmp(picture, {.bits = 32, .is_top_down = is_top_down})), opaque);
    EXPECT_EQ(decoded(encode_bmp(picture, {.bits = 32, .is_top_down = is_top_down, .has_fields = true})), picture);
    EXPECT_LE(max_difference(decoded(encode_bmp(picture, {.bits = 16, .is_top_down = is_top_down})), opaque), 8);
    EXPECT_LE(max_difference(decoded(encode_bmp(picture, {.bits = 16, .has_fields = true})), opaque), 8);
  }
  EXPECT_EQ(decoded(encode_bmp(picture, {.bits = 24, .is_core = true})), opaque);
}

TEST(ReadPicture, BmpOfIndicesPlainAndRunLength) {
  for (const int bits : {1, 4, 8}) {
    const int largest = (1 << bits) - 1;
    Image8 indices(kWidth, kHeight, 4, 255);
    for (int y = 0; y < kHeight; ++y) {
      for (int x = 0; x < kWidth; ++x)
        indices.at(x, y) = static_cast<std::uint8_t>((y % 3 == 0 ? x : x / 7 + y) & largest);
    }
    Image8 expected = indices;
    for (std::size_t i = 0; i < expected.num_pixels(); ++i)
      std::fill_n(expected.data().data() + 4 * i, 3, static_cast<std::uint8_t>(indices.data()[4 * i] * 255 / largest));
    EXPECT_EQ(decoded(encode_bmp(indices, {.bits = bits})), expected) << bits;
    EXPECT_EQ(decoded(encode_bmp(indices, {.bits = bits, .is_core = true})), expected) << bits;
    if (bits == 1) continue;
    EXPECT_EQ(decoded(encode_bmp(indices, {.bits = bits, .is_run_length = true})), expected) << bits;
  }
}

TEST(ReadPicture, TurnsPicturesUprightInEveryFormatThatKnowsIt) {
  const Image8 upright = as_rgba(make_picture(3));
  for (int orientation = 1; orientation <= 8; ++orientation) {
    SCOPED_TRACE(orientation);
    const Image8 stored = stored_for(upright, orientation);
    Image8 rgb(stored.width(), stored.height(), 3);
    for (std::size_t i = 0; i < rgb.num_pixels(); ++i)
      std::copy_n(stored.data().data() + 4 * i, 3, rgb.data().data() + 3 * i);
    const Bytes exif = support::exif_with_orientation(orientation, orientation % 2 == 0);
    support::JpegOptions jpeg;
    jpeg.exif = exif;
    EXPECT_LE(max_difference(decoded(encode_jpeg(rgb, jpeg)), upright), 12);
    support::PngOptions png;
    png.exif = exif;
    EXPECT_EQ(decoded(encode_png_variant(rgb, png)), upright);
    support::WebpOptions webp;
    webp.exif = exif;
    EXPECT_EQ(decoded(encode_webp(stored, webp)), upright);
    EXPECT_EQ(decoded(encode_tiff(rgb, {.orientation = orientation})), upright);
  }
}

TEST(ReadPicture, ConvertsEmbeddedProfilesToSrgb) {
  const Image8 rgba = make_picture(4);
  Image8 rgb(kWidth, kHeight, 3);
  for (std::size_t i = 0; i < rgb.num_pixels(); ++i)
    std::copy_n(rgba.data().data() + 4 * i, 3, rgb.data().data() + 3 * i);
  const Bytes icc = support::linear_rgb_profile();
  support::PngOptions png;
  png.icc = icc;
  support::JpegOptions jpeg;
  jpeg.icc = icc;
  support::WebpOptions webp;
  webp.icc = icc;
  const std::vector<std::pair<Bytes, int>> files = {{encode_png_variant(rgba, png), 3},
                                                    {encode_jpeg(rgb, jpeg), 14},
                                                    {encode_webp(rgba, webp), 3},
                                                    {encode_tiff(rgba, {.icc = icc}), 3}};
  for (const auto& [bytes, tolerance] : files) {
    const Picture picture = decode_picture(bytes, "test");
    SCOPED_TRACE(picture.format);
    for (int c = 0; c < 3; ++c) EXPECT_NEAR(picture.rgba.at(20, 10, c), srgb_of(rgba.at(20, 10, c)), tolerance);
    EXPECT_EQ(picture.rgba.at(20, 10, 3), picture.has_alpha ? rgba.at(20, 10, 3) : 255);
  }
}

TEST(ReadPicture, ConvertsGreyAndCmykProfilesToSrgb) {
  const Image8 grey = make_picture(1);
  support::PngOptions png;
  png.icc = support::linear_grey_profile();
  const Image8 light = decoded(encode_png_variant(grey, png));
  EXPECT_NEAR(light.at(5, 5, 0), srgb_of(grey.at(5, 5)), 3);

  // In this profile cyan ink alone darkens.
  Image8 inks(2, 1, 4, 0);
  inks.at(0, 0, 1) = inks.at(0, 0, 2) = inks.at(0, 0, 3) = 255;
  inks.at(1, 0, 0) = 255;
  const Image8 dark = decoded(encode_tiff(inks, {.is_cmyk = true, .icc = support::cyan_only_cmyk_profile()}));
  EXPECT_GT(dark.at(0, 0, 0), 250);
  EXPECT_LT(dark.at(1, 0, 0), 5);
  EXPECT_EQ(dark.at(0, 0, 3), 255);
}

TEST(ReadPicture, IgnoresAProfileThatIsDamagedOrOfAnotherKind) {
  const Image8 rgba = make_picture(4);
  EXPECT_EQ(decoded(encode_tiff(rgba, {.icc = Bytes(300, 7)})), rgba);
  EXPECT_EQ(decoded(encode_tiff(rgba, {.icc = support::cyan_only_cmyk_profile()})), rgba);
}

TEST(InspectPicture, TellsSizeAndKindFromTheHeader) {
  const support::TemporaryFolder folder;
  support::JpegOptions jpeg;
  jpeg.exif = support::exif_with_orientation(6);
  write_file(folder / "a", encode_jpeg(make_picture(3), jpeg));
  const PictureInfo info = inspect_picture(folder / "a");
  EXPECT_EQ(info.format, "JPEG");
  EXPECT_EQ(info.width, kHeight);
  EXPECT_EQ(info.height, kWidth);
  EXPECT_EQ(info.channels, 3);
  EXPECT_FALSE(info.has_alpha_channel);
  write_file(folder / "a", encode_tiff(make_picture(4), {.bits = 16}));
  EXPECT_EQ(inspect_picture(folder / "a").bits_per_channel, 16);
  EXPECT_TRUE(inspect_picture(folder / "a").has_alpha_channel);
  write_file(folder / "a", encode_webp(make_picture(4)));
  EXPECT_EQ(inspect_picture(folder / "a").format, "WebP");
  write_file(folder / "a", encode_bmp(make_picture(4), {.bits = 24}));
  EXPECT_EQ(inspect_picture(folder / "a").format, "BMP");
}

TEST(ReadPicture, IsRecognisedByContentNotByName) {
  const support::TemporaryFolder folder;
  write_file(folder / "photo.png", encode_jpeg(make_picture(3)));
  EXPECT_EQ(read_picture(folder / "photo.png").format, "JPEG");
}

TEST(ReadPicture, RefusesSizesOverTheLimitBeforeDecoding) {
  // Headers only: had the pixels been asked for, the files would be too short.
  Bytes bmp = encode_bmp(Image8(1, 1, 4), {.bits = 24});
  bmp[18 + 2] = 1;  // width 65537
  EXPECT_THAT(refusal(bmp, ErrorCode::LimitExceeded, "big.bmp"), HasSubstr("16384"));
  Bytes square = encode_bmp(Image8(1, 1, 4), {.bits = 24});
  for (const std::size_t at : {18u, 22u}) {
    square[at] = 0x10;
    square[at + 1] = 0x27;  // 10000
  }
  square[22] = 0x11;
  EXPECT_THAT(refusal(square, ErrorCode::LimitExceeded), HasSubstr("100 megapixels"));
  Bytes jpeg = encode_jpeg(make_picture(3));
  const std::uint8_t frame_marker[] = {0xff, 0xc0};
  const auto frame = std::search(jpeg.begin(), jpeg.end(), frame_marker, frame_marker + 2);
  ASSERT_NE(frame, jpeg.end());
  std::fill_n(frame + 5, 4, std::uint8_t{0x75});  // 30069 x 30069
  EXPECT_THAT(refusal(jpeg, ErrorCode::LimitExceeded), HasSubstr("30069 x 30069"));
}

TEST(ReadPicture, RefusesWhatIsNotAPicture) {
  const auto bytes = [](const std::string& text) { return Bytes(text.begin(), text.end()); };
  const std::string heic(
      "\0\0\0\x18"
      "ftypheic\0\0\0\0mif1heic",
      24);
  EXPECT_THAT(refusal(bytes(heic), ErrorCode::Unsupported, "cat.heic"),
              testing::StrEq("'cat.heic' is not a picture format this program reads (PNG, JPEG, WebP, BMP, TIFF)."));
  refusal(bytes("just some words\n"), ErrorCode::Unsupported);
  refusal(bytes("BM is how this text starts, and it goes on"), ErrorCode::Unsupported);
  refusal(bytes("GIF89a........."), ErrorCode::Unsupported);
  refusal(bytes("x"), ErrorCode::Unsupported);
  EXPECT_THAT(refusal({}, ErrorCode::BadFormat), HasSubstr("empty"));
}

TEST(ReadPicture, RefusesPipesDevicesFoldersAndMissingFilesAtOnce) {
  const support::TemporaryFolder folder;
  ASSERT_EQ(::mkfifo((folder / "pipe").c_str(), 0600), 0);
  EXPECT_EQ(code_of([&] { read_picture(folder / "pipe"); }), ErrorCode::Unsupported);
  EXPECT_EQ(code_of([&] { read_picture("/dev/zero"); }), ErrorCode::Unsupported);
  EXPECT_EQ(code_of([&] { read_picture(folder.path()); }), ErrorCode::Unsupported);
  EXPECT_EQ(code_of([&] { inspect_picture(folder / "none.png"); }), ErrorCode::NotFound);
}

}  // namespace
}  // namespace core::io
