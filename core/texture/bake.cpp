// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/texture/bake.h"

#include <algorithm>
#include <cmath>
#include <glm/common.hpp>
#include <glm/geometric.hpp>

#include "core/base/parallel.h"
#include "core/texture/point_colors.h"
#include "core/texture/refined_surface.h"
#include "core/texture/surface_fill.h"
#include "core/texture/texel_faces.h"
#include "core/texture/view_fit.h"

namespace core::texture {
namespace {

constexpr std::size_t kFillFaces = 100000;
constexpr int kFillSweeps = 160;
constexpr int kBandSteps = 24;
constexpr int kMaxInBetweens = 24;

glm::vec3 unit_or(const glm::vec3& v, const glm::vec3& otherwise) {
  const float length = glm::length(v);
  return length > 1e-12f ? v / length : otherwise;
}

class Painter {
 public:
  Painter(const mesh::Mesh& welded, const Atlas& atlas, const TexelFaces& texels, const ViewBlend& blend,
          const RefinedSurface& refined, const std::vector<glm::vec3>& fill, const std::vector<glm::vec3>& change)
      : welded_(welded),
        atlas_(atlas),
        texels_(texels),
        blend_(blend),
        refined_(refined),
        fill_(fill),
        change_(change) {}

  glm::vec3 color(int x, int y) const {
    const std::uint32_t face = texels_.face_at(x, y);
    const glm::vec3 b = texels_.barycentric_at(x, y);
    const glm::uvec3& f = welded_.faces[face];
    SurfacePoint point;
    point.position = b.x * welded_.positions[f.x] + b.y * welded_.positions[f.y] + b.z * welded_.positions[f.z];
    point.face_normal = unit_or(mesh::face_normal_scaled(welded_, face), welded_.normals[f.x]);
    point.normal = unit_or(b.x * welded_.normals[f.x] + b.y * welded_.normals[f.y] + b.z * welded_.normals[f.z],
                           point.face_normal);
    const SeenColor seen = blend_.at(point, atlas_.texel_share[atlas_.chart_of_face[face]]);
    // Two bands: fine detail of the best view, and what is coarse moved to what all views agree on.
    const glm::vec3 color = seen.color + refined_.at(face, b, change_);
    if (seen.confidence >= 1.0f) return color;
    return glm::mix(refined_.at(face, b, fill_), color, seen.confidence);
  }

 private:
  const mesh::Mesh& welded_;
  const Atlas& atlas_;
  const TexelFaces& texels_;
  const ViewBlend& blend_;
  const RefinedSurface& refined_;
  const std::vector<glm::vec3>& fill_;
  const std::vector<glm::vec3>& change_;
};

}  // namespace

image::Image8 bake(const mesh::Mesh& welded, const Atlas& atlas, int texture_px, const views::ViewSet& views,
                   ViewBlend& blend, const RunContext& context) {
  const RefinedSurface refined(welded, kFillFaces);
  PointColors fill =
      color_points(refined.mesh().positions, refined.mesh().normals, kMaxInBetweens, blend, context.part(0.0, 0.3));
  context.checkpoint();
  std::vector<glm::vec3> change(fill.colors.size());
  for (std::size_t v = 0; v < change.size(); ++v) change[v] = fill.confidence[v] * (fill.wide[v] - fill.colors[v]);
  smooth_over_surface(refined.mesh().faces, kBandSteps, change);
  fill_unseen(refined.mesh().faces, fill.confidence, fill.colors, kFillSweeps);
  context.checkpoint();
  context.report(0.3, 1.0);
  const TexelFaces texels(atlas.mesh, texture_px);
  const Painter painter(welded, atlas, texels, blend, refined, fill.colors, change);
  image::Image8 texture(texture_px, texture_px, 3);
  parallel_for(0, texture_px, 4, [&](int y) {
    if (y % 4 == 0) context.checkpoint();
    for (int x = 0; x < texture_px; ++x) {
      if (texels.face_at(x, y) == TexelFaces::kNoFace) continue;
      const glm::vec3 color = painter.color(x, y);
      for (int c = 0; c < 3; ++c) {
        texture.at(x, y, c) = static_cast<std::uint8_t>(std::lround(std::clamp(color[c], 0.0f, 1.0f) * 255.0f));
      }
    }
  });
  context.report(0.6, 1.0);
  fit_to_views(atlas.mesh, views, texture, context.part(0.6, 0.97));
  fill_between_charts(texels, texture);
  context.report(1.0, 1.0);
  return texture;
}

}  // namespace core::texture
