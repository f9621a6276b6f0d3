// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>

#include "core/image/image.h"

namespace core::image {

/// Where a bilinear sample lies between four pixels: pixel coordinates have their origin at the picture's corner (the
/// centre of the first pixel is 0.5, 0.5) and are clamped to the picture.
struct BilinearTap {
  int x0, y0, x1, y1;
  float fx, fy;

  BilinearTap(int width, int height, float x_px, float y_px) {
    const float x = std::clamp(x_px - 0.5f, 0.0f, static_cast<float>(width - 1));
    const float y = std::clamp(y_px - 0.5f, 0.0f, static_cast<float>(height - 1));
    x0 = static_cast<int>(x);
    y0 = static_cast<int>(y);
    x1 = std::min(x0 + 1, width - 1);
    y1 = std::min(y0 + 1, height - 1);
    fx = x - static_cast<float>(x0);
    fy = y - static_cast<float>(y0);
  }

  /// Mixes what is at (x0, y0), (x1, y0), (x0, y1) and (x1, y1).
  template <class Value>
  Value mix(const Value& a, const Value& b, const Value& c, const Value& d) const {
    return (a * (1.0f - fx) + b * fx) * (1.0f - fy) + (c * (1.0f - fx) + d * fx) * fy;
  }
};

/// Value of a picture's first channel.
inline float sample(const ImageF& image, float x_px, float y_px) {
  const BilinearTap tap(image.width(), image.height(), x_px, y_px);
  return tap.mix(image.at(tap.x0, tap.y0), image.at(tap.x1, tap.y0), image.at(tap.x0, tap.y1),
                 image.at(tap.x1, tap.y1));
}

/// First channel of the pixel that a point lies in; `outside` beyond the picture.
inline float sample_nearest(const ImageF& image, float x_px, float y_px, float outside) {
  const int x = static_cast<int>(x_px), y = static_cast<int>(y_px);
  if (x_px < 0.0f || y_px < 0.0f || x >= image.width() || y >= image.height()) return outside;
  return image.at(x, y);
}

}  // namespace core::image
