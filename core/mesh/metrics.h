// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <glm/vec3.hpp>
#include <span>
#include <vector>

#include "core/geometry/aabb.h"
#include "core/mesh/mesh.h"

namespace core::mesh {

/// Distance and inside queries against one mesh (Embree underneath). Thread-safe after construction.
class MeshQuery {
 public:
  explicit MeshQuery(const Mesh& mesh);
  ~MeshQuery();
  MeshQuery(const MeshQuery&) = delete;
  MeshQuery& operator=(const MeshQuery&) = delete;

  /// Distance from a point to the nearest triangle.
  float distance(const glm::vec3& point) const;
  /// Distance to the first hit along a ray, or infinity.
  float first_hit(const glm::vec3& origin, const glm::vec3& direction, float min_distance = 0.0f) const;
  /// True for points inside the closed mesh (winding by crossings of rays along x).
  std::vector<bool> inside_grid(const geometry::Aabb& box, int cells) const;

 private:
  struct Impl;
  Impl* impl_;
};

/// Points spread evenly over the area of a mesh; same seed, same points. Face indices in `faces` if not null.
std::vector<glm::vec3> sample_surface(const Mesh& mesh, int count, std::uint64_t seed, std::vector<std::uint32_t>* faces = nullptr);

/// Volume IoU on cells^3 cells over the union of both boxes, 2 percent wider.
double volume_iou(const Mesh& a, const Mesh& b, int cells = 200);

/// Mean point-to-triangle distance from samples of a to b.
double mean_distance(const Mesh& a, const Mesh& b, int count = 40000);

}  // namespace core::mesh
