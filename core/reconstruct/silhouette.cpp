// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/reconstruct/silhouette.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace core::reconstruct {
namespace {

constexpr float kFar = 1e12f;

/// Lower envelope of the parabolas (x - i)^2 + values[i], sampled at every x.
void transform_line(const std::vector<float>& values, std::vector<float>& result, std::vector<int>& hull,
                    std::vector<float>& border) {
  const int n = static_cast<int>(values.size());
  hull.assign(static_cast<std::size_t>(n), 0);
  border.assign(static_cast<std::size_t>(n) + 1, 0.0f);
  int k = 0;
  border[0] = -std::numeric_limits<float>::infinity();
  border[1] = std::numeric_limits<float>::infinity();
  const auto meet = [&](int p, int q) {
    return ((values[static_cast<std::size_t>(q)] + static_cast<float>(q * q)) -
            (values[static_cast<std::size_t>(p)] + static_cast<float>(p * p))) /
           static_cast<float>(2 * q - 2 * p);
  };
  for (int q = 1; q < n; ++q) {
    float s = meet(hull[static_cast<std::size_t>(k)], q);
    while (k > 0 && s <= border[static_cast<std::size_t>(k)]) s = meet(hull[static_cast<std::size_t>(--k)], q);
    hull[static_cast<std::size_t>(++k)] = q;
    border[static_cast<std::size_t>(k)] = s;
    border[static_cast<std::size_t>(k) + 1] = std::numeric_limits<float>::infinity();
  }
  k = 0;
  for (int x = 0; x < n; ++x) {
    while (border[static_cast<std::size_t>(k) + 1] < static_cast<float>(x)) ++k;
    const int p = hull[static_cast<std::size_t>(k)];
    result[static_cast<std::size_t>(x)] = static_cast<float>((x - p) * (x - p)) + values[static_cast<std::size_t>(p)];
  }
}

/// Distance of each pixel to the nearest pixel of a set.
image::ImageF distance_to(const std::vector<bool>& is_member, int width, int height) {
  image::ImageF squared(width, height, 1);
  std::vector<float> line, result, border;
  std::vector<int> hull;
  line.resize(static_cast<std::size_t>(width));
  result.resize(line.size());
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      line[static_cast<std::size_t>(x)] =
          is_member[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)] ? 0.0f
                                                                                                                 : kFar;
    }
    transform_line(line, result, hull, border);
    std::copy(result.begin(), result.end(), squared.pixel(0, y));
  }
  line.resize(static_cast<std::size_t>(height));
  result.resize(line.size());
  for (int x = 0; x < width; ++x) {
    for (int y = 0; y < height; ++y) line[static_cast<std::size_t>(y)] = squared.at(x, y);
    transform_line(line, result, hull, border);
    for (int y = 0; y < height; ++y) squared.at(x, y) = std::sqrt(std::min(result[static_cast<std::size_t>(y)], kFar));
  }
  return squared;
}

}  // namespace

image::ImageF signed_outline_distance(const image::Image8& rgba) {
  const int width = rgba.width(), height = rgba.height();
  std::vector<bool> inside(rgba.num_pixels()), outside(rgba.num_pixels());
  for (std::size_t i = 0; i < rgba.num_pixels(); ++i) {
    inside[i] = rgba.data()[4 * i + 3] >= 128;
    outside[i] = !inside[i];
  }
  const image::ImageF to_inside = distance_to(inside, width, height), to_outside = distance_to(outside, width, height);
  image::ImageF distance(width, height, 1);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const float alpha = static_cast<float>(rgba.at(x, y, 3)) / 255.0f;
      const float coarse = rgba.at(x, y, 3) >= 128 ? 0.5f - to_outside.at(x, y) : to_inside.at(x, y) - 0.5f;
      // A pixel the outline runs through knows better where: its coverage.
      const bool is_crossed = alpha > 0.02f && alpha < 0.98f && std::abs(coarse) <= 1.0f;
      distance.at(x, y) = std::clamp(is_crossed ? 0.5f - alpha : coarse, -1e4f, 1e4f);
    }
  }
  return distance;
}

float sample_bilinear(const image::ImageF& picture, float x, float y) {
  const float u = std::clamp(x - 0.5f, 0.0f, static_cast<float>(picture.width() - 1));
  const float v = std::clamp(y - 0.5f, 0.0f, static_cast<float>(picture.height() - 1));
  const int x0 = static_cast<int>(u), y0 = static_cast<int>(v);
  const int x1 = std::min(x0 + 1, picture.width() - 1), y1 = std::min(y0 + 1, picture.height() - 1);
  const float fx = u - static_cast<float>(x0), fy = v - static_cast<float>(y0);
  const float top = picture.at(x0, y0) * (1.0f - fx) + picture.at(x1, y0) * fx;
  const float bottom = picture.at(x0, y1) * (1.0f - fx) + picture.at(x1, y1) * fx;
  return top * (1.0f - fy) + bottom * fy;
}

}  // namespace core::reconstruct
