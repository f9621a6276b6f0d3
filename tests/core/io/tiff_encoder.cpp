// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <tiffio.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>
#include <string>
#include <utility>

#include "tests/core/io/picture_encoders.h"

namespace support {
namespace {

using core::image::Image8;

/// A TIFF in memory as libtiff's callbacks see it.
struct Sink {
  Bytes bytes;
  std::size_t position = 0;
};
tmsize_t read_sink(thandle_t handle, void* target, tmsize_t size) {
  auto* sink = static_cast<Sink*>(handle);
  const auto count =
      std::min(static_cast<std::size_t>(size), sink->bytes.size() - std::min(sink->position, sink->bytes.size()));
  std::memcpy(target, sink->bytes.data() + sink->position, count);
  sink->position += count;
  return static_cast<tmsize_t>(count);
}
tmsize_t write_sink(thandle_t handle, void* source, tmsize_t size) {
  auto* sink = static_cast<Sink*>(handle);
  const std::size_t end = sink->position + static_cast<std::size_t>(size);
  if (end > sink->bytes.size()) sink->bytes.resize(end);
  std::memcpy(sink->bytes.data() + sink->position, source, static_cast<std::size_t>(size));
  sink->position = end;
  return size;
}
toff_t seek_sink(thandle_t handle, toff_t offset, int whence) {
  auto* sink = static_cast<Sink*>(handle);
  if (whence == SEEK_CUR) offset += sink->position;
  if (whence == SEEK_END) offset += sink->bytes.size();
  return sink->position = static_cast<std::size_t>(offset);
}
int close_sink(thandle_t) { return 0; }
toff_t size_of_sink(thandle_t handle) { return static_cast<Sink*>(handle)->bytes.size(); }

constexpr int kTile = 16;

/// Samples of a block of a picture (0 beyond its edge), of one channel or all.
Bytes tiff_block(const Image8& picture, const TiffOptions& options, int left, int top, int width, int height,
                 int plane) {
  Bytes block;
  for (int y = top; y < top + height; ++y) {
    std::uint8_t collected = 0;
    for (int x = left; x < left + width; ++x) {
      for (int c = plane < 0 ? 0 : plane; c < (plane < 0 ? picture.channels() : plane + 1); ++c) {
        const std::uint8_t value = picture.contains(x, y) ? picture.at(x, y, c) : 0;
        if (options.bits == 1) {
          if (value >= 128) collected |= static_cast<std::uint8_t>(0x80 >> (x % 8));
          if (x % 8 != 7 && x != left + width - 1) continue;
          block.push_back(std::exchange(collected, 0));
        } else {
          block.push_back(value);
          if (options.bits == 16) block.push_back(value);
        }
      }
    }
  }
  return block;
}

void set_tiff_tags(TIFF* tiff, const Image8& picture, const TiffOptions& options) {
  const int channels = picture.channels();
  int photometric = channels <= 2 ? PHOTOMETRIC_MINISBLACK : PHOTOMETRIC_RGB;
  if (options.is_cmyk) photometric = PHOTOMETRIC_SEPARATED;
  if (options.is_palette) photometric = PHOTOMETRIC_PALETTE;
  if (options.is_white_zero) photometric = PHOTOMETRIC_MINISWHITE;
  if (options.photometric >= 0) photometric = options.photometric;
  TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, picture.width());
  TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, picture.height());
  TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, options.bits);
  TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, channels);
  TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, photometric);
  TIFFSetField(tiff, TIFFTAG_PLANARCONFIG, options.is_separate ? PLANARCONFIG_SEPARATE : PLANARCONFIG_CONTIG);
  TIFFSetField(tiff, TIFFTAG_COMPRESSION, options.compression);
  TIFFSetField(tiff, TIFFTAG_ORIENTATION, options.orientation);
  if (options.compression == COMPRESSION_JPEG && photometric == PHOTOMETRIC_YCBCR)
    TIFFSetField(tiff, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
  if (channels == 2 || (channels == 4 && !options.is_cmyk)) {
    const std::uint16_t kind = options.is_premultiplied ? EXTRASAMPLE_ASSOCALPHA : EXTRASAMPLE_UNASSALPHA;
    TIFFSetField(tiff, TIFFTAG_EXTRASAMPLES, 1, &kind);
  }
  if (options.is_palette) {
    std::array<std::uint16_t, 256> up{}, down{};
    for (std::size_t i = 0; i < 256; ++i) {
      up[i] = static_cast<std::uint16_t>(i * 257);
      down[i] = static_cast<std::uint16_t>((255 - i) * 257);
    }
    TIFFSetField(tiff, TIFFTAG_COLORMAP, up.data(), down.data(), up.data());
  }
  if (!options.icc.empty())
    TIFFSetField(tiff, TIFFTAG_ICCPROFILE, static_cast<std::uint32_t>(options.icc.size()), options.icc.data());
}

}  // namespace

Bytes encode_tiff(const Image8& picture, const TiffOptions& options) {
  Sink sink;
  const std::string mode = std::string("w") + (options.is_big_tiff ? "8" : "4") + (options.is_big_endian ? "b" : "l");
  TIFF* tiff = TIFFClientOpen("test", mode.c_str(), &sink, read_sink, write_sink, seek_sink, close_sink, size_of_sink,
                              nullptr, nullptr);
  set_tiff_tags(tiff, picture, options);
  const int num_planes = options.is_separate ? picture.channels() : 1;
  const int block_width = options.is_tiled ? kTile : picture.width(), block_height = kTile;
  if (options.is_tiled) {
    TIFFSetField(tiff, TIFFTAG_TILEWIDTH, kTile);
    TIFFSetField(tiff, TIFFTAG_TILELENGTH, kTile);
  } else {
    TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, block_height);
  }
  for (int plane = 0; plane < num_planes; ++plane) {
    for (int top = 0; top < picture.height(); top += block_height) {
      for (int left = 0; left < picture.width(); left += block_width) {
        const int height = options.is_tiled ? kTile : std::min(block_height, picture.height() - top);
        Bytes block = tiff_block(picture, options, left, top, block_width, height, options.is_separate ? plane : -1);
        const auto x = static_cast<std::uint32_t>(left), y = static_cast<std::uint32_t>(top);
        const auto sample = static_cast<std::uint16_t>(plane);
        const auto size = static_cast<tmsize_t>(block.size());
        if (options.is_tiled) {
          TIFFWriteEncodedTile(tiff, TIFFComputeTile(tiff, x, y, 0, sample), block.data(), size);
        } else {
          TIFFWriteEncodedStrip(tiff, TIFFComputeStrip(tiff, y, sample), block.data(), size);
        }
      }
    }
  }
  TIFFClose(tiff);
  return sink.bytes;
}

}  // namespace support
