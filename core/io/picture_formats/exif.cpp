// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/io/picture_formats/exif.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "core/base/parallel.h"

namespace core::io {
namespace {

constexpr unsigned kOrientationTag = 0x0112;

/// Numbers of a TIFF structure in its byte order; 0 beyond its end.
class TiffBytes {
 public:
  TiffBytes(std::span<const std::uint8_t> bytes, bool is_little) : bytes_(bytes), is_little_(is_little) {}

  unsigned u16(std::uint64_t at) const {
    if (at + 2 > bytes_.size()) return 0;
    const unsigned a = bytes_[static_cast<std::size_t>(at)], b = bytes_[static_cast<std::size_t>(at) + 1];
    return is_little_ ? a | b << 8 : a << 8 | b;
  }
  std::uint64_t u32(std::uint64_t at) const {
    const std::uint64_t a = u16(at), b = u16(at + 2);
    return is_little_ ? a | b << 16 : a << 16 | b;
  }

 private:
  std::span<const std::uint8_t> bytes_;
  bool is_little_;
};

bool lies_on_its_side(int orientation) { return orientation >= 5 && orientation <= 8; }

}  // namespace

int exif_orientation(std::span<const std::uint8_t> block) {
  if (block.size() >= 6 && std::memcmp(block.data(), "Exif\0\0", 6) == 0) block = block.subspan(6);
  if (block.size() < 8) return 1;
  const bool is_little = block[0] == 'I' && block[1] == 'I';
  if (!is_little && !(block[0] == 'M' && block[1] == 'M')) return 1;
  const TiffBytes tiff(block, is_little);
  const std::uint64_t directory = tiff.u32(4);
  const unsigned count = tiff.u16(directory);
  for (unsigned i = 0; i < count; ++i) {
    const std::uint64_t entry = directory + 2 + 12 * std::uint64_t{i};
    if (entry + 12 > block.size()) return 1;
    if (tiff.u16(entry) != kOrientationTag) continue;
    const unsigned value = tiff.u16(entry + 8);
    return value >= 1 && value <= 8 ? static_cast<int>(value) : 1;
  }
  return 1;
}

image::Image8 turned(image::Image8 picture, int orientation) {
  if (orientation <= 1 || orientation > 8) return picture;
  const bool is_transposed = lies_on_its_side(orientation);
  const bool flips_x = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
  const bool flips_y = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
  const int width = is_transposed ? picture.height() : picture.width();
  const int height = is_transposed ? picture.width() : picture.height();
  image::Image8 result(width, height, picture.channels());
  parallel_for(0, height, 16, [&](int y) {
    for (int x = 0; x < width; ++x) {
      int from_x = is_transposed ? y : x, from_y = is_transposed ? x : y;
      if (flips_x) from_x = picture.width() - 1 - from_x;
      if (flips_y) from_y = picture.height() - 1 - from_y;
      std::copy_n(picture.pixel(from_x, from_y), picture.channels(), result.pixel(x, y));
    }
  });
  return result;
}

void turn(PictureInfo& info, int orientation) {
  if (lies_on_its_side(orientation)) std::swap(info.width, info.height);
}

}  // namespace core::io
