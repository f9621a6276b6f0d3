// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "core/image/image.h"

namespace core::io {

inline constexpr int kMaxPictureSide = 16384;
inline constexpr std::int64_t kMaxPicturePixels = 100'000'000;

/// A picture as the program works with it: RGBA, 8 bit, sRGB, straight alpha, upright.
struct Picture {
  image::Image8 rgba;
  bool has_alpha = false;  ///< the file has an alpha channel (or colour key) with at least one pixel below 255
  std::string format;      ///< "PNG", "JPEG", "WebP", "BMP", "TIFF"
};

/// Size and kind of a picture, from its header only.
struct PictureInfo {
  std::string format;
  int width = 0, height = 0;  ///< upright, after the EXIF turn
  int channels = 0;
  int bits_per_channel = 0;
  bool has_alpha_channel = false;
};

/// Reads PNG, JPEG, WebP, BMP or TIFF, recognised by content. Applies the EXIF turn; converts an embedded ICC profile,
/// 16 bit, grey, palette and CMYK to 8-bit sRGB. Only regular files are opened: pipes, devices and folders are refused
/// at once.
/// @throws Error NotFound; BadFormat (damaged, ends too early); Unsupported (not one of the formats, or a variant of
/// one that
///         is not read); LimitExceeded (over 16384 on a side or 100 megapixels, decided before pixels are decoded)
Picture read_picture(const std::filesystem::path& path);
/// The same from memory; `name` stands for the file in messages.
Picture decode_picture(std::span<const std::uint8_t> bytes, const std::string& name);
PictureInfo inspect_picture(const std::filesystem::path& path);

/// PNG with 1, 3 or 4 channels, sRGB. Whole or not at all (atomic_file.h).
void write_png(const std::filesystem::path& path, const image::Image8& picture);
/// @param compression 0 (none) to 9; 3 is about three times as fast as 6
std::vector<std::uint8_t> encode_png(const image::Image8& picture, int compression = 3);

}  // namespace core::io
