// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <glm/vec2.hpp>
#include <glm/vec3.hpp>

#include "core/image/image.h"
#include "core/image/sampling.h"

/// Samples of pictures at points given in pixels (centre of the first pixel: 0.5, 0.5), clamped to the picture. Colours
/// come out in 0..1.
namespace core::texture {

inline glm::vec3 sample_bilinear(const image::Image8& picture, const glm::vec2& point_px) {
  const image::BilinearTap t(picture.width(), picture.height(), point_px.x, point_px.y);
  const auto at = [&](int x, int y) {
    const std::uint8_t* p = picture.pixel(x, y);
    return glm::vec3(p[0], p[1], p[2]);
  };
  return t.mix(at(t.x0, t.y0), at(t.x1, t.y0), at(t.x0, t.y1), at(t.x1, t.y1)) * (1.0f / 255.0f);
}

/// Weights of four neighbours for a place `t` in 0..1 between the middle two. Source: Catmull, Rom 1974.
inline std::array<float, 4> cubic_weights(float t) {
  const float u = 1.0f - t;
  return {-0.5f * t * u * u, 1.0f + t * t * (1.5f * t - 2.5f), 1.0f + u * u * (1.5f * u - 2.5f), -0.5f * u * t * t};
}

/// Interpolating cubic over a picture with four channels, clamped to 0..1.
inline glm::vec3 sample_bicubic(const image::Image8& rgba, const glm::vec2& point_px) {
  const float x = std::clamp(point_px.x - 0.5f, 0.0f, static_cast<float>(rgba.width() - 1));
  const float y = std::clamp(point_px.y - 0.5f, 0.0f, static_cast<float>(rgba.height() - 1));
  const int x0 = static_cast<int>(x), y0 = static_cast<int>(y);
  const std::array<float, 4> wx = cubic_weights(x - static_cast<float>(x0));
  const std::array<float, 4> wy = cubic_weights(y - static_cast<float>(y0));
  std::array<float, 4> sum{};
  for (int j = 0; j < 4; ++j) {
    const int row = std::clamp(y0 + j - 1, 0, rgba.height() - 1);
    std::array<float, 4> line{};
    for (int i = 0; i < 4; ++i) {
      const std::uint8_t* p = rgba.pixel(std::clamp(x0 + i - 1, 0, rgba.width() - 1), row);
      for (std::size_t c = 0; c < 4; ++c) line[c] += wx[static_cast<std::size_t>(i)] * static_cast<float>(p[c]);
    }
    for (std::size_t c = 0; c < 4; ++c) sum[c] += wy[static_cast<std::size_t>(j)] * line[c];
  }
  const auto as_unit = [](float value) { return std::clamp(value * (1.0f / 255.0f), 0.0f, 1.0f); };
  return {as_unit(sum[0]), as_unit(sum[1]), as_unit(sum[2])};
}

}  // namespace core::texture
