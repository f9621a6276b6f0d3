// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <glm/vec2.hpp>
#include <glm/vec3.hpp>
#include <limits>
#include <memory>
#include <vector>

#include "core/geometry/aabb.h"
#include "core/mesh/mesh.h"

namespace core::mesh {

/// Distance and inside queries against one mesh (Embree underneath), of which it keeps a copy. Thread-safe after
/// construction. A mesh without faces is infinitely far and has no inside.
/// @throws Error(OutOfMemory) if the search tree does not fit, Error(Internal) if Embree cannot be started
class MeshQuery {
 public:
  explicit MeshQuery(const Mesh& mesh);
  ~MeshQuery();
  MeshQuery(const MeshQuery&) = delete;
  MeshQuery& operator=(const MeshQuery&) = delete;

  /// A point of the mesh, and how far it is from where it was asked for.
  struct Found {
    float distance = std::numeric_limits<float>::infinity();  ///< infinity if there is none; the rest is then undefined
    std::uint32_t face = 0;
    glm::vec2 barycentric{0.0f};  ///< of the second and third corner (the first is 1 - x - y)
  };

  Found nearest(const glm::vec3& point) const;
  /// Distance from a point to the nearest triangle.
  float distance(const glm::vec3& point) const { return nearest(point).distance; }
  /// The first point along a ray of unit direction, from either side of its face.
  Found first_on_ray(const glm::vec3& origin, const glm::vec3& direction, float min_distance = 0.0f) const;
  /// Distance to the first hit along a ray, or infinity.
  float first_hit(const glm::vec3& origin, const glm::vec3& direction, float min_distance = 0.0f) const {
    return first_on_ray(origin, direction, min_distance).distance;
  }
  /// True for cell centres inside the closed mesh: those it winds around, so that overlapping parts count once. Element
  /// (z * cells + y) * cells + x of the result belongs to cell (x, y, z) of cells^3 that fill the box.
  /// @throws Error(Usage) for an empty box or less than one cell
  std::vector<bool> inside_grid(const geometry::Aabb& box, int cells) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Points spread evenly over the area of a mesh; same seed, same points. Face indices in `faces` if not null. No points
/// for a mesh without area.
/// @throws Error(Usage) if count is negative
std::vector<glm::vec3> sample_surface(const Mesh& mesh, int count, std::uint64_t seed,
                                      std::vector<std::uint32_t>* faces = nullptr);

/// Volume of the intersection by that of the union, on cells^3 cells over both bounding boxes, 2 percent wider. 1 for
/// two meshes without inside.
double volume_iou(const Mesh& a, const Mesh& b, int cells = 200);

/// Mean point-to-triangle distance from samples of a to b; 0 if a has no area, infinity if b has no faces.
double mean_distance(const Mesh& a, const Mesh& b, int count = 40000);
/// The same over the samples of a that at least one of the eyes sees, past a itself.
double mean_seen_distance(const Mesh& a, const Mesh& b, const std::vector<glm::vec3>& eyes, int count = 40000);

}  // namespace core::mesh
