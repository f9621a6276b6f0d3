// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "tests/benchmarks/inputs.h"

#include <cmath>
#include <glm/geometric.hpp>
#include <glm/vec2.hpp>

#include "core/image/resize.h"
#include "core/reconstruct/filled_field.h"
#include "tests/support/ring_views.h"
#include "tests/support/shapes.h"

namespace benchmarks {
namespace {

constexpr float kMajorRadius = 0.24f, kMinorRadius = 0.1f;

}  // namespace

const core::mesh::Mesh& torus() {
  static const core::mesh::Mesh mesh = [] {
    core::mesh::Mesh made = support::make_torus(kMajorRadius, kMinorRadius, 192, 96);
    for (glm::vec3& p : made.positions) p = {p.x, -p.z, p.y};
    made.normals = core::mesh::smooth_normals(made);
    support::paint_by_position(made);
    return made;
  }();
  return mesh;
}

const core::views::ViewSet& torus_views() {
  static const core::views::ViewSet views = support::ring_views(torus());
  return views;
}

core::image::Image8 torus_picture(int size_px) {
  return core::image::resize(torus_views().at(0)->rgba, size_px, size_px);
}

core::reconstruct::DenseField torus_field(int resolution) {
  return core::reconstruct::filled_field({}, resolution, [](const glm::vec3& p) {
    const glm::vec2 in_plane(p.x, p.z);
    return std::hypot(glm::length(in_plane) - kMajorRadius, p.y) - kMinorRadius;
  });
}

}  // namespace benchmarks
