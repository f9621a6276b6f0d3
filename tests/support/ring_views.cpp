// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "tests/support/ring_views.h"

#include "core/mesh/rasterizer.h"

namespace support {
namespace {

core::views::ViewSet drawn_views(const core::mesh::Mesh& mesh, int size_px, const core::geometry::RingGeometry& ring,
                                 int step) {
  using core::mesh::Shading;
  core::views::ViewSet set;
  set.ring = ring;
  for (int k = 0; k < core::geometry::kNumViews; k += step) {
    const core::geometry::Camera camera = core::geometry::view_camera(k, size_px, ring);
    auto view = std::make_shared<core::views::View>();
    view->index = k;
    view->rgba = core::mesh::draw(mesh, camera, mesh.is_textured() ? Shading::Textured : Shading::Colors);
    if (core::geometry::is_anchor(k)) view->normal = core::mesh::draw(mesh, camera, Shading::Normals);
    set.views[static_cast<std::size_t>(k)] = std::move(view);
  }
  return set;
}

}  // namespace

core::views::ViewSet ring_views(const core::mesh::Mesh& mesh, int size_px, const core::geometry::RingGeometry& ring) {
  return drawn_views(mesh, size_px, ring, 1);
}

core::views::ViewSet anchor_views(const core::mesh::Mesh& mesh, int size_px, const core::geometry::RingGeometry& ring) {
  return drawn_views(mesh, size_px, ring, core::geometry::kViewsPerAnchor);
}

}  // namespace support
