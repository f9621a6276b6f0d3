// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/image/image.h"
#include "core/io/image_file.h"

/// What the formats of pictures share. A new format is a file in this folder and a line in image_file.cpp.
namespace core::io {

/// A decoded picture before its colours are converted and it is turned upright.
struct DecodedPicture {
  image::Image8 rgba;  ///< straight alpha; for CMYK pictures C, M, Y, K with 0 = no ink
  bool is_cmyk = false;
  std::vector<std::uint8_t> icc;  ///< embedded profile; empty without
  int orientation = 1;            ///< exif.h
};

struct PictureFormat {
  const char* name;
  bool (*recognises)(std::span<const std::uint8_t> bytes);
  /// Size and kind from the header, upright. @throws Error BadFormat, Unsupported
  PictureInfo (*inspect)(std::span<const std::uint8_t> bytes, const std::string& name);
  /// Called after inspect() has passed the limits. @throws Error BadFormat, Unsupported
  DecodedPicture (*decode)(std::span<const std::uint8_t> bytes, const std::string& name);
};

PictureFormat png_format();
PictureFormat jpeg_format();
PictureFormat webp_format();
PictureFormat bmp_format();
PictureFormat tiff_format();

/// Throws LimitExceeded for a size over the limits of image_file.h, BadFormat for one without pixels.
void check_picture_size(std::int64_t width, std::int64_t height, const std::string& name);

[[noreturn]] void throw_damaged_picture(const std::string& name, const std::string& why);
[[noreturn]] void throw_truncated_picture(const std::string& name);
/// A variant of a format that is not read.
[[noreturn]] void throw_unsupported_picture(const std::string& name, const std::string& what);

}  // namespace core::io
