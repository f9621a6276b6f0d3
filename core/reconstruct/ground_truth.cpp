// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/reconstruct/ground_truth.h"

#include <algorithm>

#include "core/geometry/aabb.h"
#include "core/mesh/rasterizer.h"

namespace core::reconstruct {

mesh::Mesh normalized_for_ring(const mesh::Mesh& mesh, float longest_side) {
  mesh::Mesh result = mesh;
  const geometry::Aabb box = geometry::bounds_of(mesh.positions);
  const glm::vec3 size = box.size();
  const float scale = longest_side / std::max({size.x, size.y, size.z, 1e-9f});
  for (glm::vec3& p : result.positions) p = (p - box.center()) * scale;
  return result;
}

views::ViewSet ground_truth_views(const mesh::Mesh& mesh, int size_px, const geometry::RingGeometry& ring) {
  constexpr int kSamples = 4;
  views::ViewSet set;
  set.ring = ring;
  const mesh::Shading shading = mesh.is_textured() ? mesh::Shading::Textured : mesh::Shading::Colors;
  for (int k = 0; k < geometry::kNumViews; ++k) {
    const geometry::Camera camera = geometry::view_camera(k, size_px, ring);
    auto view = std::make_shared<views::View>();
    view->index = k;
    view->rgba = mesh::draw(mesh, camera, shading, kSamples);
    if (geometry::is_anchor(k)) view->normal = mesh::draw(mesh, camera, mesh::Shading::Normals, kSamples);
    set.views[static_cast<std::size_t>(k)] = view;
  }
  return set;
}

}  // namespace core::reconstruct
