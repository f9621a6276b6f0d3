// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/reconstruct/warm_start.h"

#include <algorithm>
#include <cmath>

#include "core/geometry/view_ring.h"

namespace core::reconstruct {
namespace {

/// Rows that differ by less are of the same picture.
constexpr float kSame = 1e-3f;
/// How much more than usual a changed anchor disagrees with a surface that the finest level cannot move to it any more,
/// and with one that the coarser levels cannot either: there whole parts of it have other normals (bench warm).
constexpr float kFarOutlinePx = 0.07f, kFarNormalDeg = 0.3f;
constexpr float kApartOutlinePx = 4.0f, kApartShare = 0.02f;

bool is_same(const mesh::Disagreement& a, const mesh::Disagreement& b) {
  return a.trust == b.trust && std::abs(a.outline_px - b.outline_px) < kSame &&
         std::abs(a.normal_deg - b.normal_deg) < kSame;
}

/// What the better quarter stays within: views around a changed one disagree more than usual too.
float usual(std::vector<float> values) {
  if (values.empty()) return 0.0f;
  const auto quarter = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 4);
  std::nth_element(values.begin(), quarter, values.end());
  return *quarter;
}

}  // namespace

Change change_of(const std::vector<mesh::Disagreement>& before, const std::vector<ViewFit>& now) {
  std::vector<const ViewFit*> changed;
  std::vector<float> outlines, normals, shares;
  for (const ViewFit& fit : now) {
    const mesh::Disagreement& row = fit.row;
    if (!geometry::is_anchor(row.view)) continue;
    outlines.push_back(row.outline_px);
    normals.push_back(row.normal_deg);
    shares.push_back(fit.far_normals);
    const auto same = [&](const mesh::Disagreement& old) { return old.view == row.view && is_same(old, row); };
    if (std::none_of(before.begin(), before.end(), same)) changed.push_back(&fit);
  }
  const float usual_px = usual(outlines), usual_deg = usual(normals), usual_share = usual(shares);
  Change change;
  for (const ViewFit* fit : changed) {
    change.anchors.push_back(fit->row.view);
    if (fit->row.trust == 0.0f) continue;
    const float px = fit->row.outline_px - usual_px, deg = fit->row.normal_deg - usual_deg;
    const bool is_apart = px > kApartOutlinePx || fit->far_normals - usual_share > kApartShare;
    const bool is_far = px > kFarOutlinePx || deg > kFarNormalDeg;
    const Distance distance = is_apart ? Distance::Apart : is_far ? Distance::Far : Distance::Small;
    change.distance = std::max(change.distance, distance);
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

}  // namespace core::reconstruct
