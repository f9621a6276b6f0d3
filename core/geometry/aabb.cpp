// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/geometry/aabb.h"

#include <glm/common.hpp>

namespace core::geometry {

void Aabb::include(const glm::vec3& point) {
  low = glm::min(low, point);
  high = glm::max(high, point);
}

Aabb bounds_of(std::span<const glm::vec3> points) {
  Aabb box;
  for (const glm::vec3& point : points) box.include(point);
  return box;
}

}  // namespace core::geometry
