// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <algorithm>

#include "core/base/error.h"
#include "core/texture/finish.h"
#include "core/texture/point_colors.h"
#include "core/texture/surface_fill.h"

namespace core::texture {
namespace {

constexpr int kMaxInBetweens = 6;
constexpr int kDepthPx = 256;
constexpr int kFillSweeps = 20;

}  // namespace

std::vector<glm::vec3> color_vertices(const mesh::Mesh& mesh, const views::ViewSet& views) {
  if (views.size_px() == 0) {
    throw Error(ErrorCode::Usage, "Cannot colour the mesh: there is no view. Draw or open the anchors first.");
  }
  const std::vector<glm::vec3> normals =
      mesh.normals.size() == mesh.positions.size() ? mesh.normals : mesh::smooth_normals(mesh);
  ViewBlend blend(mesh, views, {.depth_px = kDepthPx, .is_filtered = false});
  PointColors points = color_points(mesh.positions, normals, kMaxInBetweens, blend, RunContext());
  // What is shown passably is not worth the time of the fill.
  for (float& confidence : points.confidence) confidence = std::min(1.0f, 2.0f * confidence);
  fill_unseen(mesh.faces, points.confidence, points.colors, kFillSweeps);
  return std::move(points.colors);
}

}  // namespace core::texture
