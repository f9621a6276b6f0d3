// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/io/mesh_formats/polygon.h"

#include <glm/geometric.hpp>

namespace core::io {
namespace {

// Cutting ears takes cubic time.
constexpr std::size_t kMaxConcaveCorners = 64;

using Corners = std::span<const std::uint32_t>;
using Positions = std::span<const glm::vec3>;

void add_fan(Corners corners, std::vector<glm::uvec3>& faces) {
  for (std::size_t i = 2; i < corners.size(); ++i) faces.emplace_back(corners[0], corners[i - 1], corners[i]);
}

/// Normal of a polygon that need not be flat (Newell).
glm::dvec3 polygon_normal(Corners corners, Positions positions) {
  glm::dvec3 normal(0.0);
  const glm::dvec3 origin(positions[corners[0]]);
  for (std::size_t i = 1; i + 1 < corners.size(); ++i) {
    normal += glm::cross(glm::dvec3(positions[corners[i]]) - origin, glm::dvec3(positions[corners[i + 1]]) - origin);
  }
  return normal;
}

double turn(const glm::vec3& a, const glm::vec3& b, const glm::vec3& c, const glm::dvec3& normal) {
  return glm::dot(glm::cross(glm::dvec3(b) - glm::dvec3(a), glm::dvec3(c) - glm::dvec3(b)), normal);
}

bool is_convex(Corners corners, Positions positions, const glm::dvec3& normal) {
  const std::size_t count = corners.size();
  for (std::size_t i = 0; i < count; ++i) {
    if (turn(positions[corners[i]], positions[corners[(i + 1) % count]], positions[corners[(i + 2) % count]], normal) <
        0.0) {
      return false;
    }
  }
  return true;
}

/// Whether corner i can be cut off: it turns inward and holds no other corner.
bool is_ear(Corners ring, std::size_t i, Positions positions, const glm::dvec3& normal) {
  const std::size_t count = ring.size();
  const glm::vec3& a = positions[ring[(i + count - 1) % count]];
  const glm::vec3& b = positions[ring[i]];
  const glm::vec3& c = positions[ring[(i + 1) % count]];
  if (turn(a, b, c, normal) <= 0.0) return false;
  for (std::size_t k = 2; k + 1 < count; ++k) {
    const glm::vec3& p = positions[ring[(i + k) % count]];
    if (turn(a, b, p, normal) >= 0.0 && turn(b, c, p, normal) >= 0.0 && turn(c, a, p, normal) >= 0.0) return false;
  }
  return true;
}

}  // namespace

void add_polygon(Corners corners, Positions positions, std::vector<glm::uvec3>& faces) {
  if (corners.size() <= 3 || corners.size() > kMaxConcaveCorners) return add_fan(corners, faces);
  const glm::dvec3 normal = polygon_normal(corners, positions);
  if (is_convex(corners, positions, normal)) return add_fan(corners, faces);
  std::vector<std::uint32_t> ring(corners.begin(), corners.end());
  while (ring.size() > 3) {
    std::size_t ear = 0;
    while (ear < ring.size() && !is_ear(ring, ear, positions, normal)) ++ear;
    if (ear == ring.size()) break;  // it crosses itself: any division is as good
    const std::size_t count = ring.size();
    faces.emplace_back(ring[(ear + count - 1) % count], ring[ear], ring[(ear + 1) % count]);
    ring.erase(ring.begin() + static_cast<std::ptrdiff_t>(ear));
  }
  add_fan(ring, faces);
}

}  // namespace core::io
