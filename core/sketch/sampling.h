// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <glm/vec3.hpp>

#include "core/image/image.h"
#include "core/image/sampling.h"

namespace core::sketch {

using image::BilinearTap;
using image::sample;

/// Value of a picture with three channels.
inline glm::vec3 sample_rgb(const image::ImageF& image, float x_px, float y_px) {
  const BilinearTap tap(image.width(), image.height(), x_px, y_px);
  const auto at = [&](int x, int y) {
    const float* pixel = image.pixel(x, y);
    return glm::vec3(pixel[0], pixel[1], pixel[2]);
  };
  const glm::vec3 top = at(tap.x0, tap.y0) * (1.0f - tap.fx) + at(tap.x1, tap.y0) * tap.fx;
  const glm::vec3 bottom = at(tap.x0, tap.y1) * (1.0f - tap.fx) + at(tap.x1, tap.y1) * tap.fx;
  return top * (1.0f - tap.fy) + bottom * tap.fy;
}

/// 0 below `low`, 1 above `high`, smooth between.
inline float smooth_step(float low, float high, float value) {
  const float t = std::clamp((value - low) / (high - low), 0.0f, 1.0f);
  return t * t * (3.0f - 2.0f * t);
}

}  // namespace core::sketch
