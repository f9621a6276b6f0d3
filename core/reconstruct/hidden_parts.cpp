// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/reconstruct/hidden_parts.h"

#include <algorithm>

#include "core/base/parallel.h"
#include "core/image/sampling.h"
#include "core/mesh/rasterizer.h"
#include "core/reconstruct/visual_hull.h"

namespace core::reconstruct {
namespace {

constexpr int kDepthPx = 256;
/// Lost by more than this, in voxels of the field: less is how surfaces are placed between voxels.
constexpr float kLeastLoss = 0.5f;
/// Fewer lost voxels than this are not worth looking for who sees them.
constexpr std::size_t kFewest = 200;

struct Lost {
  glm::ivec3 voxel;
  float hull;
};

std::vector<Lost> lost_voxels(const DenseField& hull, const DenseField& deepest, float max_depth,
                              const DenseField& field) {
  const int n = field.resolution();
  std::vector<std::vector<Lost>> slices(static_cast<std::size_t>(n));
  parallel_for(0, n, 2, [&](int z) {
    for (int y = 0; y < n; ++y) {
      for (int x = 0; x < n; ++x) {
        if (field.at(x, y, z) <= kLeastLoss * field.spacing()) continue;
        const glm::vec3 point = field.position(x, y, z);
        const float value = hull.sample(point);
        if (value >= -kLeastLoss * field.spacing() || deepest.sample(point) <= -max_depth) continue;
        slices[static_cast<std::size_t>(z)].push_back({{x, y, z}, value});
      }
    }
  });
  std::vector<Lost> lost;
  for (const auto& slice : slices) lost.insert(lost.end(), slice.begin(), slice.end());
  return lost;
}

}  // namespace

std::size_t restore_hidden_parts(const DenseField& hull, float max_depth, const mesh::Mesh& surface,
                                 const views::ViewSet& views, DenseField& field, const RunContext& context) {
  const std::vector<Lost> lost = lost_voxels(hull, deepest_nearby(hull, max_depth), max_depth, field);
  if (lost.size() < kFewest) return 0;
  std::vector<std::uint8_t> is_seen(lost.size());
  for (int k = 0; k < geometry::kNumViews; ++k) {
    if (!views.at(k) || views.trust[static_cast<std::size_t>(k)] <= 0.0f) continue;
    context.checkpoint();
    const geometry::Camera camera = geometry::view_camera(k, kDepthPx, views.ring);
    const image::ImageF depth = mesh::rasterize_depth(surface, camera);
    parallel_for(std::size_t{0}, lost.size(), std::size_t{4096}, [&](std::size_t i) {
      if (is_seen[i] != 0) return;
      const glm::vec3 at = camera.project(field.position(lost[i].voxel.x, lost[i].voxel.y, lost[i].voxel.z));
      is_seen[i] = at.z < image::sample_nearest(depth, at.x, at.y, 0.0f);
    });
  }
  std::size_t count = 0;
  for (std::size_t i = 0; i < lost.size(); ++i) {
    if (is_seen[i] != 0) continue;
    float& value = field.at(lost[i].voxel.x, lost[i].voxel.y, lost[i].voxel.z);
    value = std::min(value, lost[i].hull);
    ++count;
  }
  return count;
}

}  // namespace core::reconstruct
