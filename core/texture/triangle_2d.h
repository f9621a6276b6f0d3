// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <glm/common.hpp>
#include <glm/geometric.hpp>
#include <glm/vec2.hpp>
#include <glm/vec3.hpp>

namespace core::texture {

using Triangle2d = std::array<glm::vec2, 3>;

/// The point of a triangle nearest to another point: barycentric coordinates and squared distance.
struct NearestInTriangle {
  glm::vec3 barycentric{0.0f};
  float distance2 = 0.0f;
};

inline float cross_2d(const glm::vec2& a, const glm::vec2& b) { return a.x * b.y - a.y * b.x; }

inline float area_of(const Triangle2d& t) { return 0.5f * std::abs(cross_2d(t[1] - t[0], t[2] - t[0])); }

inline NearestInTriangle nearest_in_triangle(const Triangle2d& t, const glm::vec2& p) {
  const float twice_area = cross_2d(t[1] - t[0], t[2] - t[0]);
  if (std::abs(twice_area) > 1e-12f) {
    const glm::vec3 b =
        glm::vec3(cross_2d(t[1] - p, t[2] - p), cross_2d(t[2] - p, t[0] - p), cross_2d(t[0] - p, t[1] - p)) /
        twice_area;
    if (b.x >= 0.0f && b.y >= 0.0f && b.z >= 0.0f) return {b, 0.0f};
  }
  NearestInTriangle best;
  best.distance2 = 1e30f;
  for (int i = 0; i < 3; ++i) {
    const int j = (i + 1) % 3;
    const glm::vec2 a = t[static_cast<std::size_t>(i)], edge = t[static_cast<std::size_t>(j)] - a;
    const float length2 = glm::dot(edge, edge);
    const float along = length2 > 0.0f ? std::clamp(glm::dot(p - a, edge) / length2, 0.0f, 1.0f) : 0.0f;
    const glm::vec2 off = p - (a + along * edge);
    const float distance2 = glm::dot(off, off);
    if (distance2 >= best.distance2) continue;
    best.distance2 = distance2;
    best.barycentric = glm::vec3(0.0f);
    best.barycentric[i] = 1.0f - along;
    best.barycentric[j] = along;
  }
  return best;
}

}  // namespace core::texture
