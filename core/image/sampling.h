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
};

/// Value of a picture with one channel.
inline float sample(const ImageF& image, float x_px, float y_px) {
  const BilinearTap tap(image.width(), image.height(), x_px, y_px);
  const float top = image.at(tap.x0, tap.y0) * (1.0f - tap.fx) + image.at(tap.x1, tap.y0) * tap.fx;
  const float bottom = image.at(tap.x0, tap.y1) * (1.0f - tap.fx) + image.at(tap.x1, tap.y1) * tap.fx;
  return top * (1.0f - tap.fy) + bottom * tap.fy;
}

}  // namespace core::image
