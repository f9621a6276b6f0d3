// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/image/image.h"

/// Picture files made by program, with the libraries that also read them (BMP by hand).
namespace support {

using Bytes = std::vector<std::uint8_t>;

/// EXIF block, without its "Exif" head, that holds nothing but an orientation.
Bytes exif_with_orientation(int orientation, bool is_big_endian = false);

/// ICC profiles whose effect is easy to predict: values are linear light with sRGB's primaries (RGB, grey), or cyan ink
/// alone darkens (CMYK).
Bytes linear_rgb_profile();
Bytes linear_grey_profile();
Bytes cyan_only_cmyk_profile();

struct PngOptions {
  int bits = 8;
  bool is_interlaced = false;
  bool is_palette = false;  ///< at most 256 different RGBA pixels; alpha goes to tRNS
  Bytes icc, exif;
};
/// 1 (grey), 2 (grey and alpha), 3 or 4 channels.
Bytes encode_png_variant(const core::image::Image8& picture, const PngOptions& options);

struct JpegOptions {
  int quality = 97;
  bool is_progressive = false;
  bool is_cmyk = false;            ///< the 4 channels are C, M, Y, K with 0 = no ink
  bool is_ycck = false;            ///< and are stored as YCCK
  bool is_adobe_inverted = false;  ///< with Adobe's marker and inverted values
  Bytes icc, exif;
};
/// 1, 3 or (CMYK) 4 channels.
Bytes encode_jpeg(const core::image::Image8& picture, const JpegOptions& options = {});

struct WebpOptions {
  Bytes icc, exif;
  bool is_animated = false;  ///< the picture is the first frame, a black one follows
};
/// Lossless; 4 channels.
Bytes encode_webp(const core::image::Image8& rgba, const WebpOptions& options = {});

struct TiffOptions {
  int bits = 8;  ///< 1 (grey), 8, 16
  bool is_tiled = false, is_separate = false, is_big_tiff = false, is_big_endian = false;
  bool is_cmyk = false, is_white_zero = false, is_premultiplied = false, is_palette = false;
  int compression = 1;   ///< COMPRESSION_ of tiff.h
  int photometric = -1;  ///< PHOTOMETRIC_ of tiff.h; -1: from the channels
  int orientation = 1;
  Bytes icc;
};
Bytes encode_tiff(const core::image::Image8& picture, const TiffOptions& options = {});

struct BmpOptions {
  int bits = 24;  ///< 1, 4, 8: the red channel holds the index into a grey palette; 16, 24, 32
  bool is_top_down = false, is_core = false, is_run_length = false, has_fields = false;
};
Bytes encode_bmp(const core::image::Image8& rgba, const BmpOptions& options);

}  // namespace support
