// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/reconstruct/disagreement.h"

#include <algorithm>
#include <cmath>
#include <glm/geometric.hpp>

#include "core/base/parallel.h"
#include "core/mesh/rasterizer.h"
#include "core/views/normal_map.h"

namespace core::reconstruct {
namespace {

constexpr float kDegrees = 57.29577951f;

/// Share of a pixel's neighbours on the other side, summed: close to the outline's length in pixels.
float outline_length(const image::Image8& rgba) {
  int crossings = 0;
  for (int y = 0; y + 1 < rgba.height(); ++y) {
    for (int x = 0; x + 1 < rgba.width(); ++x) {
      const bool inside = rgba.at(x, y, 3) >= 128;
      crossings += inside != (rgba.at(x + 1, y, 3) >= 128);
      crossings += inside != (rgba.at(x, y + 1, 3) >= 128);
    }
  }
  // A straight outline of random direction has 4 / pi crossings a pixel of length.
  return static_cast<float>(crossings) * 0.785f;
}

mesh::Disagreement measure(const mesh::Mesh& surface, const views::View& view, const geometry::RingGeometry& ring) {
  const geometry::Camera camera = geometry::view_camera(view.index, view.rgba.width(), ring);
  const mesh::RasterBuffers seen = mesh::rasterize(surface, camera, mesh::Faces::Front);
  mesh::Disagreement row;
  row.view = view.index;
  int num_differing = 0, num_compared = 0;
  double angles = 0.0;
  for (std::size_t i = 0; i < view.rgba.num_pixels(); ++i) {
    const bool is_hit = seen.face[i] != mesh::RasterBuffers::kNoFace;
    num_differing += is_hit != (view.rgba.data()[4 * i + 3] >= 128);
    if (!is_hit || !view.has_normal() || view.normal.data()[4 * i + 3] < 250) continue;
    const glm::uvec3& face = surface.faces[seen.face[i]];
    const glm::vec2& b = seen.barycentric[i];
    const glm::vec3 n =
        surface.normals[face.x] * (1.0f - b.x - b.y) + surface.normals[face.y] * b.x + surface.normals[face.z] * b.y;
    const glm::vec3 target = views::decode_normal(view.normal.data().data() + 4 * i);
    const float cosine = glm::dot(n, target) / std::max(1e-6f, glm::length(n) * glm::length(target));
    angles += static_cast<double>(std::acos(std::clamp(cosine, -1.0f, 1.0f)) * kDegrees);
    ++num_compared;
  }
  row.outline_px = static_cast<float>(num_differing) / std::max(1.0f, outline_length(view.rgba));
  if (num_compared > 0) row.normal_deg = static_cast<float>(angles / num_compared);
  return row;
}

}  // namespace

std::vector<mesh::Disagreement> measure_disagreement(const mesh::Mesh& surface, const views::ViewSet& views,
                                                     const RunContext& context) {
  std::vector<const views::View*> given;
  for (const views::ViewPtr& view : views.views) {
    if (view) given.push_back(view.get());
  }
  std::vector<mesh::Disagreement> rows(given.size());
  parallel_for(std::size_t{0}, rows.size(), std::size_t{1}, [&](std::size_t i) {
    context.checkpoint();
    rows[i] = measure(surface, *given[i], views.ring);
    rows[i].trust = views.trust[static_cast<std::size_t>(given[i]->index)];
  });
  return rows;
}

}  // namespace core::reconstruct
