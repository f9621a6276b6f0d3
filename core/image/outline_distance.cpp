// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/image/outline_distance.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

namespace core::image {
namespace {

constexpr float kLevel = 0.5f;
constexpr float kFarthest = 1e4f;
constexpr int kBandPx = 5;  // half width of the band with exact distances
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

struct Point {
  float x = 0.0f, y = 0.0f;
};

float segment_distance(const Point& point, const Point& a, const Point& b) {
  const float along_x = b.x - a.x, along_y = b.y - a.y;
  const float length_sq = along_x * along_x + along_y * along_y;
  const float dot = (point.x - a.x) * along_x + (point.y - a.y) * along_y;
  const float t = length_sq > 0.0f ? std::clamp(dot / length_sq, 0.0f, 1.0f) : 0.0f;
  return std::hypot(point.x - a.x - t * along_x, point.y - a.y - t * along_y);
}

void lower_near_segment(ImageF& distance, const Point& a, const Point& b) {
  const int left = std::max(0, static_cast<int>(std::min(a.x, b.x)) - kBandPx);
  const int right = std::min(distance.width() - 1, static_cast<int>(std::max(a.x, b.x)) + kBandPx + 1);
  const int top = std::max(0, static_cast<int>(std::min(a.y, b.y)) - kBandPx);
  const int bottom = std::min(distance.height() - 1, static_cast<int>(std::max(a.y, b.y)) + kBandPx + 1);
  for (int y = top; y <= bottom; ++y) {
    for (int x = left; x <= right; ++x) {
      const float to_segment = segment_distance({static_cast<float>(x), static_cast<float>(y)}, a, b);
      distance.at(x, y) = std::min(distance.at(x, y), to_segment);
    }
  }
}

/// Calls visit(a, b) for the outline's segments in the square of four pixel centres whose first is (x, y).
template <class Visit>
void visit_segments(const ImageF& coverage, int x, int y, const Visit& visit) {
  constexpr std::array<std::array<int, 2>, 4> kCorners = {{{0, 0}, {1, 0}, {1, 1}, {0, 1}}};
  std::array<float, 4> value{};
  for (std::size_t i = 0; i < 4; ++i) value[i] = coverage.at(x + kCorners[i][0], y + kCorners[i][1]);
  std::array<Point, 4> crossings{};
  std::size_t num_crossings = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    const std::size_t j = (i + 1) % 4;
    if ((value[i] >= kLevel) == (value[j] >= kLevel)) continue;
    const float t = (kLevel - value[i]) / (value[j] - value[i]);
    const auto between = [&](std::size_t axis, int first) {
      const auto from = static_cast<float>(first + kCorners[i][axis]),
                 to = static_cast<float>(first + kCorners[j][axis]);
      return from + t * (to - from);
    };
    crossings[num_crossings++] = {between(0, x), between(1, y)};
  }
  if (num_crossings == 2) visit(crossings[0], crossings[1]);
  if (num_crossings == 4) {
    // A saddle: the two outer corners are cut off so that inside pixels stay joined.
    const std::size_t first = value[0] >= kLevel ? 0 : 3;
    visit(crossings[first], crossings[(first + 1) % 4]);
    visit(crossings[(first + 2) % 4], crossings[(first + 3) % 4]);
  }
}

}  // namespace

ImageF outline_distance(const ImageF& coverage) {
  const int width = coverage.width(), height = coverage.height();
  std::vector<bool> inside(coverage.num_pixels());
  for (std::size_t i = 0; i < inside.size(); ++i) inside[i] = coverage.data()[i] >= kLevel;
  std::vector<bool> outside = inside;
  outside.flip();
  const ImageF to_inside = distance_to(inside, width, height), to_outside = distance_to(outside, width, height);
  ImageF distance(width, height, 1);
  for (std::size_t i = 0; i < inside.size(); ++i) {
    // Half a pixel, because the outline runs between centres; a pixel more, so that exact distances win in the band.
    const float far = std::min(kFarthest, std::max(to_inside.data()[i], to_outside.data()[i]));
    distance.data()[i] = far - 0.5f + (far < static_cast<float>(kBandPx) ? 1.0f : 0.0f);
  }
  for (int y = 0; y + 1 < height; ++y) {
    for (int x = 0; x + 1 < width; ++x) {
      visit_segments(coverage, x, y, [&](const Point& a, const Point& b) { lower_near_segment(distance, a, b); });
    }
  }
  for (std::size_t i = 0; i < inside.size(); ++i) {
    if (inside[i]) distance.data()[i] = -distance.data()[i];
  }
  return distance;
}

ImageF outline_distance(const Image8& rgba) {
  ImageF coverage(rgba.width(), rgba.height(), 1);
  for (std::size_t i = 0; i < coverage.num_pixels(); ++i) {
    coverage.data()[i] = static_cast<float>(rgba.data()[4 * i + 3]) / 255.0f;
  }
  return outline_distance(coverage);
}

}  // namespace core::image
