// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <glm/vec3.hpp>
#include <limits>
#include <span>

namespace core::geometry {

/// Axis-aligned box; empty while low > high.
struct Aabb {
  glm::vec3 low{std::numeric_limits<float>::max()};
  glm::vec3 high{std::numeric_limits<float>::lowest()};

  void include(const glm::vec3& point);
  bool is_empty() const { return low.x > high.x; }
  glm::vec3 size() const { return high - low; }
  glm::vec3 center() const { return 0.5f * (low + high); }
};

Aabb bounds_of(std::span<const glm::vec3> points);

}  // namespace core::geometry
