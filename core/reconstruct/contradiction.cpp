// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/reconstruct/contradiction.h"

#include <algorithm>
#include <array>

#include "core/base/parallel.h"
#include "core/reconstruct/outline_view.h"

namespace core::reconstruct {
namespace {

constexpr int kResolution = 48;
constexpr int kCoverPx = 64;
constexpr float kSlackVoxels = 0.75f;  ///< hulls of coarse voxels must not lose thin parts
constexpr float kInsidePx = 1.5f;      ///< pixels of an outline's rim are not asked for
/// Mean share of the outlines that the hull leaves empty: more than kMost contradicts; leaving out the right view makes
/// it fall to kFall of that.
constexpr double kMost = 0.03;
constexpr double kFall = 0.4;
constexpr std::size_t kNobody = 99;

/// A voxel, the view that holds it furthest outside, and the bounds of all views and of all others.
struct Voxel {
  glm::vec3 position;
  float largest, second;
  std::size_t by;
  bool is_inside_without(std::size_t out, float slack) const { return (by == out ? second : largest) < slack; }
};

std::vector<Voxel> voxels_of(const std::vector<OutlineView>& seen, const Box& box) {
  const DenseField grid(box, kResolution);
  std::vector<Voxel> voxels(grid.values().size());
  parallel_for(0, kResolution, 2, [&](int z) {
    for (int y = 0; y < kResolution; ++y) {
      for (int x = 0; x < kResolution; ++x) {
        Voxel voxel{grid.position(x, y, z), -1e9f, -1e9f, kNobody};
        for (std::size_t i = 0; i < seen.size(); ++i) {
          const float value = seen[i].outside(voxel.position);
          if (value > voxel.largest) {
            voxel.second = voxel.largest;
            voxel.largest = value;
            voxel.by = i;
          } else {
            voxel.second = std::max(voxel.second, value);
          }
        }
        voxels[(static_cast<std::size_t>(z) * kResolution + static_cast<std::size_t>(y)) * kResolution +
               static_cast<std::size_t>(x)] = voxel;
      }
    }
  });
  return voxels;
}

/// Share of a view's outline that the hull without view `out` does not fill.
double empty_share(const OutlineView& seen, const std::vector<Voxel>& voxels, std::size_t out, float slack) {
  std::array<bool, kCoverPx * kCoverPx> covered{};
  const float to_cover = static_cast<float>(kCoverPx) / static_cast<float>(seen.camera.width_px);
  for (const Voxel& voxel : voxels) {
    if (!voxel.is_inside_without(out, slack)) continue;
    const glm::vec2 p = to_cover * glm::vec2(seen.camera.project(voxel.position));
    for (int i = 0; i < 9; ++i) {
      const int x = static_cast<int>(p.x) + i % 3 - 1, y = static_cast<int>(p.y) + i / 3 - 1;
      if (x >= 0 && y >= 0 && x < kCoverPx && y < kCoverPx) covered[static_cast<std::size_t>(y * kCoverPx + x)] = true;
    }
  }
  int num_inside = 0, num_empty = 0;
  for (int y = 0; y < kCoverPx; ++y) {
    for (int x = 0; x < kCoverPx; ++x) {
      const float px = (static_cast<float>(x) + 0.5f) / to_cover, py = (static_cast<float>(y) + 0.5f) / to_cover;
      if (image::sample(*seen.distance, px, py) > -kInsidePx) continue;
      ++num_inside;
      num_empty += !covered[static_cast<std::size_t>(y * kCoverPx + x)];
    }
  }
  return num_inside > 0 ? static_cast<double>(num_empty) / num_inside : 0.0;
}

/// Mean over the views but `out`.
double mean_empty_share(const std::vector<OutlineView>& seen, const std::vector<Voxel>& voxels, std::size_t out,
                        float slack) {
  double sum = 0.0, count = 0.0;
  for (std::size_t i = 0; i < seen.size(); ++i) {
    if (i == out) continue;
    sum += empty_share(seen[i], voxels, out, slack);
    count += 1.0;
  }
  return count > 0.0 ? sum / count : 0.0;
}

}  // namespace

std::optional<int> contradicting_view(const views::ViewSet& views, const std::vector<image::ImageF>& distances,
                                      const Box& box) {
  const std::vector<OutlineView> seen = outline_views(views, distances);
  // Of three views none can be told from the others.
  if (seen.size() < 4) return std::nullopt;
  const std::vector<Voxel> voxels = voxels_of(seen, box);
  const float slack = kSlackVoxels * 2.0f * box.half / kResolution;
  const double with_all = mean_empty_share(seen, voxels, kNobody, slack);
  if (with_all <= kMost) return std::nullopt;
  std::vector<double> without(seen.size());
  parallel_for(std::size_t{0}, seen.size(), std::size_t{1},
               [&](std::size_t i) { without[i] = mean_empty_share(seen, voxels, i, slack); });
  const auto least = std::min_element(without.begin(), without.end());
  const int view = seen[static_cast<std::size_t>(least - without.begin())].view;
  if (*least > kFall * with_all || view == 0 || views.at(view)->own) return std::nullopt;
  return view;
}

}  // namespace core::reconstruct
