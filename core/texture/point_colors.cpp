// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/texture/point_colors.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <numeric>

#include "core/base/parallel.h"

namespace core::texture {
namespace {

/// In-betweens that look straight at the most points which the anchors do not show well, most first.
std::vector<int> useful_in_betweens(std::span<const glm::vec3> normals, std::span<const float> confidence,
                                    int max_count) {
  std::array<int, geometry::kNumViews> votes{};
  for (std::size_t v = 0; v < normals.size(); ++v) {
    const glm::vec3& n = normals[v];
    if (confidence[v] >= 0.5f || std::hypot(n.x, n.y) < 0.3f) continue;
    // Azimuth of the camera that looks straight at this normal.
    const float turn = std::atan2(n.x, -n.y) * (geometry::kNumViews / (2.0f * std::numbers::pi_v<float>));
    const int nearest = (static_cast<int>(std::lround(turn)) + 2 * geometry::kNumViews) % geometry::kNumViews;
    ++votes[static_cast<std::size_t>(nearest)];
  }
  const auto votes_of = [&](int k) { return votes[static_cast<std::size_t>(k)]; };
  std::vector<int> views(geometry::kNumViews);
  std::iota(views.begin(), views.end(), 0);
  std::stable_sort(views.begin(), views.end(), [&](int a, int b) { return votes_of(a) > votes_of(b); });
  const int least = std::max(1, static_cast<int>(normals.size() / 500));
  std::erase_if(views, [&](int k) { return geometry::is_anchor(k) || votes_of(k) < least; });
  if (views.size() > static_cast<std::size_t>(max_count)) views.resize(static_cast<std::size_t>(max_count));
  return views;
}

}  // namespace

PointColors color_points(std::span<const glm::vec3> positions, std::span<const glm::vec3> normals, int max_in_betweens,
                         ViewBlend& blend, const RunContext& context) {
  PointColors result;
  result.colors.resize(positions.size());
  result.wide.resize(positions.size());
  result.confidence.assign(positions.size(), 0.0f);
  const auto ask = [&] {
    parallel_for(std::size_t{0}, positions.size(), std::size_t{2048}, [&](std::size_t v) {
      if (v % 2048 == 0) context.checkpoint();
      if (result.confidence[v] >= 1.0f) return;
      const SeenColor seen = blend.at({positions[v], normals[v], normals[v]}, 0.0f);
      result.colors[v] = seen.color;
      result.wide[v] = seen.wide;
      result.confidence[v] = seen.confidence;
    });
  };
  const auto add = [&](const std::vector<int>& views) {
    parallel_for(std::size_t{0}, views.size(), std::size_t{1}, [&](std::size_t i) {
      context.checkpoint();
      blend.add(views[i]);
    });
  };
  std::vector<int> anchors;
  for (int k = 0; k < geometry::kNumViews; k += geometry::kViewsPerAnchor) anchors.push_back(k);
  add(anchors);
  ask();
  const std::vector<int> more = useful_in_betweens(normals, result.confidence, max_in_betweens);
  add(more);
  if (!more.empty()) ask();
  return result;
}

}  // namespace core::texture
