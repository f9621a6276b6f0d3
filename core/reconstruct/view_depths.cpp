// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/reconstruct/view_depths.h"

#include "core/image/sampling.h"
#include "core/mesh/rasterizer.h"

namespace core::reconstruct {
namespace {

constexpr int kDepthPx = 512;

}  // namespace

bool ViewDepth::sees(const glm::vec3& point, float slack) const {
  const glm::vec3 at = camera.project(point);
  return at.z <= image::sample_nearest(depth, at.x, at.y, 0.0f) + slack;
}

std::vector<ViewDepth> view_depths(const mesh::Mesh& surface, const views::ViewSet& views, const RunContext& context) {
  std::vector<ViewDepth> depths;
  for (int k = 0; k < geometry::kNumViews; k += 2) {
    if (!views.at(k) || views.trust[static_cast<std::size_t>(k)] <= 0.0f) continue;
    context.checkpoint();
    const geometry::Camera camera = geometry::view_camera(k, kDepthPx, views.ring);
    depths.push_back({camera, mesh::rasterize_depth(surface, camera, mesh::Faces::Front)});
  }
  return depths;
}

}  // namespace core::reconstruct
