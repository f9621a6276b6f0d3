// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/reconstruct/warm_start.h"

#include <algorithm>
#include <cmath>

#include "core/base/parallel.h"
#include "core/geometry/view_ring.h"

namespace core::reconstruct {
namespace {

/// A warm solve works on anchors that the surface contradicts by so many times the usual anchor, and by more than this.
constexpr float kChangedRatio = 1.5f, kChangedOutlinePx = 0.15f, kChangedNormalDeg = 1.0f;
/// Beyond these, over what is usual, a change is more than the finest level can follow.
constexpr float kFarOutlinePx = 1.0f, kFarNormalDeg = 5.0f;
/// A change of less than so many voxels of the level that found it is noise.
constexpr float kLeastChangeVoxels = 0.05f;
/// Values of a field that are distances, in voxels.
constexpr float kKnownVoxels = 4.0f;

}  // namespace

Change change_of(const std::vector<mesh::Disagreement>& rows) {
  std::vector<float> outlines, normals;
  for (const mesh::Disagreement& row : rows) {
    if (!geometry::is_anchor(row.view)) continue;
    outlines.push_back(row.outline_px);
    normals.push_back(row.normal_deg);
  }
  Change change;
  if (outlines.empty()) return change;
  const auto usual = [](std::vector<float>& values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
  };
  const float usual_px = usual(outlines), usual_deg = usual(normals);
  change.is_small = true;
  for (const mesh::Disagreement& row : rows) {
    if (!geometry::is_anchor(row.view)) continue;
    const bool has_moved = row.outline_px > kChangedRatio * usual_px + kChangedOutlinePx ||
                           row.normal_deg > kChangedRatio * usual_deg + kChangedNormalDeg;
    if (has_moved) change.anchors.push_back(row.view);
    if (row.outline_px > usual_px + kFarOutlinePx || row.normal_deg > usual_deg + kFarNormalDeg)
      change.is_small = false;
  }
  return change;
}

void keep_tiles_of(const std::vector<int>& anchors, RayTargets& targets) {
  if (anchors.empty()) return;
  const auto is_far = [&](const Tile& tile) {
    const int view = targets.views[tile.target].view;
    return std::none_of(anchors.begin(), anchors.end(), [&](int anchor) {
      const int apart = std::abs(view - anchor);
      return std::min(apart, geometry::kNumViews - apart) <= geometry::kViewsPerAnchor;
    });
  };
  std::erase_if(targets.inner_tiles, is_far);
  std::erase_if(targets.outline_tiles, is_far);
}

void add_change(const DenseField& before, const DenseField& after, DenseField& field) {
  const float least = kLeastChangeVoxels * before.spacing(), known = kKnownVoxels * field.spacing();
  const int n = field.resolution();
  parallel_for(0, n, 2, [&](int z) {
    for (int y = 0; y < n; ++y) {
      for (int x = 0; x < n; ++x) {
        float& value = field.at(x, y, z);
        const float nearby = after.at(x / 2, y / 2, z / 2);
        if (std::abs(value) > known && std::abs(nearby) > 2.0f * known && (nearby < 0.0f) == (value < 0.0f)) continue;
        const glm::vec3 point = field.position(x, y, z);
        const float now = after.sample(point), change = now - before.sample(point);
        if (std::abs(change) <= least) continue;
        value = std::abs(value) < known ? value + change - std::copysign(least, change) : now;
      }
    }
  });
}

}  // namespace core::reconstruct
