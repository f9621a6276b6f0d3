// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace core::image {

/// A picture as a value: rows from top to bottom, channels interleaved, no padding.
/// Colour pictures have 3 (RGB) or 4 (RGBA, straight alpha) channels; 8-bit colours are sRGB.
template <class T>
class Image {
 public:
  Image() = default;
  Image(int width, int height, int channels, T value = T{})
      : width_(width),
        height_(height),
        channels_(channels),
        data_(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * static_cast<std::size_t>(channels),
              value) {}

  int width() const { return width_; }
  int height() const { return height_; }
  int channels() const { return channels_; }
  bool is_empty() const { return data_.empty(); }
  std::size_t num_pixels() const { return static_cast<std::size_t>(width_) * static_cast<std::size_t>(height_); }
  bool contains(int x, int y) const { return x >= 0 && y >= 0 && x < width_ && y < height_; }

  /// First channel of a pixel.
  T* pixel(int x, int y) { return data_.data() + offset(x, y); }
  const T* pixel(int x, int y) const { return data_.data() + offset(x, y); }
  T& at(int x, int y, int channel = 0) { return data_[offset(x, y) + static_cast<std::size_t>(channel)]; }
  const T& at(int x, int y, int channel = 0) const { return data_[offset(x, y) + static_cast<std::size_t>(channel)]; }

  std::span<T> data() { return data_; }
  std::span<const T> data() const { return data_; }

  bool operator==(const Image&) const = default;

 private:
  std::size_t offset(int x, int y) const {
    assert(contains(x, y));
    return (static_cast<std::size_t>(y) * static_cast<std::size_t>(width_) + static_cast<std::size_t>(x)) *
           static_cast<std::size_t>(channels_);
  }

  int width_ = 0;
  int height_ = 0;
  int channels_ = 0;
  std::vector<T> data_;
};

using Image8 = Image<std::uint8_t>;
using ImageF = Image<float>;

}  // namespace core::image
