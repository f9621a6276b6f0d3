// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/io/image_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <new>
#include <utility>

#include "core/base/error.h"
#include "core/io/atomic_file.h"
#include "core/io/color_profile.h"
#include "core/io/picture_formats/exif.h"
#include "core/io/picture_formats/picture_format.h"

namespace core::io {
namespace {

/// A packed picture within the limits cannot sensibly be larger.
constexpr std::uint64_t kMaxFileBytes = std::uint64_t{1} << 30;

/// Every format the program reads; a new one is a line in here.
const std::array kFormats = {png_format(), jpeg_format(), webp_format(), bmp_format(), tiff_format()};

const PictureFormat& format_of(std::span<const std::uint8_t> bytes, const std::string& name) {
  if (bytes.empty()) throw Error(ErrorCode::BadFormat, fmt::format("'{}' is empty.", name));
  for (const PictureFormat& format : kFormats) {
    if (format.recognises(bytes)) return format;
  }
  throw Error(ErrorCode::Unsupported,
              fmt::format("'{}' is not a picture format this program reads (PNG, JPEG, WebP, BMP, TIFF).", name));
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

void throw_unsupported_picture(const std::string& name, const std::string& what) {
  throw Error(ErrorCode::Unsupported, fmt::format("'{}' is {}. Save it as an ordinary PNG or JPEG first.", name, what));
}

void check_picture_size(std::int64_t width, std::int64_t height, const std::string& name) {
  if (width < 1 || height < 1) throw_damaged_picture(name, "it has no pixels");
  if (width > kMaxPictureSide || height > kMaxPictureSide) {
    throw Error(ErrorCode::LimitExceeded,
                fmt::format("'{}' is {} x {} pixels; the limit is {} on a side. Scale it down first.", name, width,
                            height, kMaxPictureSide));
  }
  if (width * height > kMaxPicturePixels) {
    throw Error(ErrorCode::LimitExceeded,
                fmt::format("'{}' has {} x {} pixels; the limit is {} megapixels. Scale it down first.", name, width,
                            height, kMaxPicturePixels / 1'000'000));
  }
}

Picture decode_picture(std::span<const std::uint8_t> bytes, const std::string& name) {
  const PictureFormat& format = format_of(bytes, name);
  try {
    const PictureInfo info = format.inspect(bytes, name);
    check_picture_size(info.width, info.height, name);
    DecodedPicture decoded = format.decode(bytes, name);
    convert_to_srgb(decoded.rgba, decoded.icc, decoded.is_cmyk);
    Picture picture;
    picture.format = format.name;
    picture.rgba = turned(std::move(decoded.rgba), decoded.orientation);
    picture.has_alpha = is_some_pixel_transparent(picture.rgba);
    return picture;
  } catch (const std::bad_alloc&) {
    throw Error(ErrorCode::OutOfMemory,
                fmt::format("There is not enough memory to open '{}'. Close other programs or scale it down.", name));
  }
}

Picture read_picture(const std::filesystem::path& path) {
  return decode_picture(read_file(path, kMaxFileBytes), path.string());
}

PictureInfo inspect_picture(const std::filesystem::path& path) {
  const std::vector<std::uint8_t> bytes = read_file(path, kMaxFileBytes);
  const PictureInfo info = format_of(bytes, path.string()).inspect(bytes, path.string());
  check_picture_size(info.width, info.height, path.string());
  return info;
}

void write_png(const std::filesystem::path& path, const image::Image8& picture) {
  write_file(path, encode_png(picture));
}

}  // namespace core::io
