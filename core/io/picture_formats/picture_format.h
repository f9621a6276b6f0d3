// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/image/image.h"
#include "core/io/image_file.h"

/// What the formats of pictures share. A new format is a pair of files in this folder and a line in image_file.cpp.
namespace core::io {

/// A decoded picture before its colours are converted.
struct DecodedPicture {
  image::Image8 rgba;      ///< for CMYK pictures: C, M, Y, K, 0 = no ink
  bool has_alpha = false;  ///< some pixel is not opaque
  bool is_cmyk = false;
  std::vector<std::uint8_t> icc;  ///< embedded profile; empty without
  int orientation = 1;            ///< EXIF, 1 to 8
};

struct PictureFormat {
  const char* name;
  bool (*recognises)(std::span<const std::uint8_t> bytes);
  /// Size and kind from the header. @throws Error(BadFormat)
  PictureInfo (*inspect)(std::span<const std::uint8_t> bytes, const std::string& name);
  /// Called after inspect() has passed the limits.
  DecodedPicture (*decode)(std::span<const std::uint8_t> bytes, const std::string& name);
};

PictureFormat png_format();

[[noreturn]] void throw_damaged_picture(const std::string& name, const std::string& why);
[[noreturn]] void throw_truncated_picture(const std::string& name);

/// Orientation (1 to 8) of an EXIF block that starts with a TIFF header; 1 for anything that does not say.
int exif_orientation(std::span<const std::uint8_t> tiff);

}  // namespace core::io
