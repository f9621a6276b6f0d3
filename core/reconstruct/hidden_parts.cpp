// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/reconstruct/hidden_parts.h"

#include <algorithm>

#include "core/base/collect.h"
#include "core/base/parallel.h"
#include "core/reconstruct/visual_hull.h"

namespace core::reconstruct {
namespace {

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
  return parallel_collect<Lost>(0, n, 2, [&](int z, std::vector<Lost>& lost) {
    std::vector<float> in_hull(static_cast<std::size_t>(n));
    for (int y = 0; y < n; ++y) {
      hull.sample_row(field.position(0, y, z), field.spacing(), in_hull);
      for (int x = 0; x < n; ++x) {
        const float value = in_hull[static_cast<std::size_t>(x)];
        if (value >= -kLeastLoss * field.spacing() || field.at(x, y, z) <= kLeastLoss * field.spacing()) continue;
        if (deepest.sample(field.position(x, y, z)) <= -max_depth) continue;
        lost.push_back({{x, y, z}, value});
      }
    }
  });
}

}  // namespace

std::size_t restore_hidden_parts(const DenseField& hull, float max_depth, std::span<const ViewDepth> depths,
                                 DenseField& field) {
  const std::vector<Lost> lost = lost_voxels(hull, deepest_nearby(hull, max_depth), max_depth, field);
  if (lost.size() < kFewest) return 0;
  std::vector<std::uint8_t> is_seen(lost.size());
  parallel_for(std::size_t{0}, lost.size(), std::size_t{1024}, [&](std::size_t i) {
    const glm::vec3 point = field.position(lost[i].voxel.x, lost[i].voxel.y, lost[i].voxel.z);
    is_seen[i] =
        std::any_of(depths.begin(), depths.end(), [&](const ViewDepth& view) { return view.sees(point, 0.0f); });
  });
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
