// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <glm/vec3.hpp>

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
  return tap.mix(at(tap.x0, tap.y0), at(tap.x1, tap.y0), at(tap.x0, tap.y1), at(tap.x1, tap.y1));
}

}  // namespace core::sketch
