// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <cmath>
#include <glm/geometric.hpp>
#include <numeric>

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/texture/finish.h"
#include "core/texture/surface_fill.h"
#include "core/texture/view_blend.h"

namespace core::texture {
namespace {

constexpr int kMostInBetweens = 6;
constexpr int kDepthPx = 256;
constexpr int kFillSweeps = 20;

/// In-betweens that look at the most vertices which the anchors do not show well, most first.
std::vector<int> useful_in_betweens(const std::vector<glm::vec3>& normals, const std::vector<float>& confidence) {
  std::array<int, geometry::kNumViews> votes{};
  for (std::size_t v = 0; v < normals.size(); ++v) {
    const glm::vec3& n = normals[v];
    if (confidence[v] >= 0.5f || std::hypot(n.x, n.y) < 0.3f) continue;
    // Azimuth of the camera that looks straight at this normal.
    const float turn = std::atan2(n.x, -n.y) * (geometry::kNumViews / 6.2831853f);
    const int nearest = (static_cast<int>(std::lround(turn)) + 2 * geometry::kNumViews) % geometry::kNumViews;
    ++votes[static_cast<std::size_t>(nearest)];
  }
  std::vector<int> views(geometry::kNumViews);
  std::iota(views.begin(), views.end(), 0);
  std::stable_sort(views.begin(), views.end(), [&](int a, int b) {
    return votes[static_cast<std::size_t>(a)] > votes[static_cast<std::size_t>(b)];
  });
  const int least = std::max(1, static_cast<int>(normals.size() / 500));
  std::erase_if(views, [&](int k) { return geometry::is_anchor(k) || votes[static_cast<std::size_t>(k)] < least; });
  if (views.size() > kMostInBetweens) views.resize(kMostInBetweens);
  return views;
}

}  // namespace

std::vector<glm::vec3> color_vertices(const mesh::Mesh& mesh, const views::ViewSet& views) {
  const std::size_t count = mesh.positions.size();
  if (views.size_px() == 0) {
    throw Error(ErrorCode::Usage, "Cannot colour the mesh: there is no view. Draw or open the anchors first.");
  }
  const std::vector<glm::vec3> normals = mesh.normals.size() == count ? mesh.normals : mesh::smooth_normals(mesh);
  ViewBlend blend(mesh, views, {.depth_px = kDepthPx, .is_filtered = false});
  parallel_for(0, geometry::kNumAnchors, 1, [&](int anchor) { blend.add(anchor * geometry::kViewsPerAnchor); });

  std::vector<glm::vec3> colors(count);
  std::vector<float> confidence(count, 0.0f);
  const auto color_those_below = [&](float limit) {
    parallel_for(std::size_t{0}, count, std::size_t{2048}, [&](std::size_t v) {
      if (confidence[v] >= limit) return;
      const SeenColor seen = blend.at({mesh.positions[v], normals[v], normals[v]}, 0.0f);
      colors[v] = seen.color;
      confidence[v] = seen.confidence;
    });
  };
  color_those_below(1.0f);
  const std::vector<int> more = useful_in_betweens(normals, confidence);
  parallel_for(0, static_cast<int>(more.size()), 1, [&](int i) { blend.add(more[static_cast<std::size_t>(i)]); });
  if (!more.empty()) color_those_below(1.0f);
  for (float& c : confidence) c = std::min(1.0f, 2.0f * c);
  fill_unseen(mesh.faces, confidence, colors, kFillSweeps);
  return colors;
}

}  // namespace core::texture
