// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/io/image_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/base/error.h"
#include "core/io/atomic_file.h"
#include "core/io/color_profile.h"
#include "core/io/picture_formats/picture_format.h"

namespace core::io {
namespace {

/// A packed picture within the limits cannot sensibly be larger.
constexpr std::uint64_t kMaxFileBytes = std::uint64_t{1} << 30;

/// Every format the program reads; a new one is a line in here.
const std::array kFormats = {png_format()};

const PictureFormat& format_of(std::span<const std::uint8_t> bytes, const std::string& name) {
  if (bytes.empty()) throw Error(ErrorCode::BadFormat, fmt::format("'{}' is empty.", name));
  for (const PictureFormat& format : kFormats) {
    if (format.recognises(bytes)) return format;
  }
  throw Error(ErrorCode::Unsupported,
              fmt::format("'{}' is not a picture format this program reads (PNG, JPEG, WebP, BMP, TIFF).", name));
}

void check_limits(const PictureInfo& info, const std::string& name) {
  if (info.width < 1 || info.height < 1) throw_damaged_picture(name, "it has no pixels");
  if (info.width > kMaxPictureSide || info.height > kMaxPictureSide) {
    throw Error(ErrorCode::LimitExceeded,
                fmt::format("'{}' is {} x {} pixels; the limit is {} on a side. Scale it down first.", name, info.width,
                            info.height, kMaxPictureSide));
  }
  if (static_cast<std::int64_t>(info.width) * info.height > kMaxPicturePixels) {
    throw Error(ErrorCode::LimitExceeded,
                fmt::format("'{}' has {} x {} pixels; the limit is {} megapixels. Scale it down first.", name,
                            info.width, info.height, kMaxPicturePixels / 1'000'000));
  }
}

/// The picture turned upright. Orientations as in the EXIF standard, tag 0x0112.
image::Image8 turned(const image::Image8& picture, int orientation) {
  if (orientation <= 1 || orientation > 8) return picture;
  const bool is_transposed = orientation >= 5;
  const int width = is_transposed ? picture.height() : picture.width();
  const int height = is_transposed ? picture.width() : picture.height();
  image::Image8 result(width, height, picture.channels());
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      int sx = is_transposed ? y : x, sy = is_transposed ? x : y;
      if (orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8) sx = picture.width() - 1 - sx;
      if (orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7) sy = picture.height() - 1 - sy;
      const std::uint8_t* from = picture.pixel(sx, sy);
      std::copy(from, from + picture.channels(), result.pixel(x, y));
    }
  }
  return result;
}

bool is_some_pixel_transparent(const image::Image8& rgba) {
  for (std::size_t i = 3; i < rgba.data().size(); i += 4) {
    if (rgba.data()[i] != 255) return true;
  }
  return false;
}

}  // namespace

void throw_damaged_picture(const std::string& name, const std::string& why) {
  throw Error(ErrorCode::BadFormat, fmt::format("'{}' is damaged and was not opened: {}.", name, why));
}

void throw_truncated_picture(const std::string& name) {
  throw Error(ErrorCode::BadFormat,
              fmt::format("'{}' ends too early: part of the picture is missing. It was not opened.", name));
}

int exif_orientation(std::span<const std::uint8_t> tiff) {
  if (tiff.size() < 8) return 1;
  const bool is_little = tiff[0] == 'I' && tiff[1] == 'I';
  if (!is_little && !(tiff[0] == 'M' && tiff[1] == 'M')) return 1;
  const auto u16 = [&](std::size_t at) -> unsigned {
    return is_little ? tiff[at] | unsigned{tiff[at + 1]} << 8 : unsigned{tiff[at]} << 8 | tiff[at + 1];
  };
  const auto u32 = [&](std::size_t at) -> std::uint64_t {
    return is_little ? u16(at) | std::uint64_t{u16(at + 2)} << 16 : std::uint64_t{u16(at)} << 16 | u16(at + 2);
  };
  const std::uint64_t directory = u32(4);
  if (directory + 2 > tiff.size()) return 1;
  const unsigned count = u16(static_cast<std::size_t>(directory));
  for (unsigned i = 0; i < count; ++i) {
    const std::uint64_t entry = directory + 2 + 12 * std::uint64_t{i};
    if (entry + 12 > tiff.size()) return 1;
    if (u16(static_cast<std::size_t>(entry)) != 0x0112) continue;
    const unsigned value = u16(static_cast<std::size_t>(entry) + 8);
    return value >= 1 && value <= 8 ? static_cast<int>(value) : 1;
  }
  return 1;
}

Picture decode_picture(std::span<const std::uint8_t> bytes, const std::string& name) {
  const PictureFormat& format = format_of(bytes, name);
  check_limits(format.inspect(bytes, name), name);
  DecodedPicture decoded = format.decode(bytes, name);
  convert_to_srgb(decoded.rgba, decoded.icc, decoded.is_cmyk);
  Picture picture;
  picture.format = format.name;
  picture.rgba = turned(decoded.rgba, decoded.orientation);
  picture.has_alpha = is_some_pixel_transparent(picture.rgba);
  return picture;
}

Picture read_picture(const std::filesystem::path& path) {
  return decode_picture(read_file(path, kMaxFileBytes), path.string());
}

PictureInfo inspect_picture(const std::filesystem::path& path) {
  const std::vector<std::uint8_t> bytes = read_file(path, kMaxFileBytes);
  const PictureInfo info = format_of(bytes, path.string()).inspect(bytes, path.string());
  check_limits(info, path.string());
  return info;
}

void write_png(const std::filesystem::path& path, const image::Image8& picture) {
  write_file(path, encode_png(picture));
}

}  // namespace core::io
