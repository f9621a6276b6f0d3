// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/texture/bake.h"

#include <algorithm>
#include <cmath>
#include <glm/common.hpp>
#include <glm/geometric.hpp>
#include <opencv2/imgproc.hpp>

#include "core/base/parallel.h"
#include "core/texture/point_colors.h"
#include "core/texture/refined_surface.h"
#include "core/texture/surface_fill.h"
#include "core/texture/triangle_2d.h"

namespace core::texture {
namespace {

constexpr std::uint32_t kNoFace = 0xffffffffu;
constexpr float kReachTexels = 1.6f;  ///< bilinear filtering at a chart's edge reads texels up to 1.42 outside
constexpr int kBandHeight = 16;
constexpr std::size_t kFillFaces = 100000;
constexpr int kFillSweeps = 160;
constexpr int kBandSteps = 24;
constexpr int kMaxInBetweens = 24;

std::size_t as_index(int value) { return static_cast<std::size_t>(value); }

/// The face nearest to each texel's centre, up to kReachTexels away.
class TexelFaces {
 public:
  TexelFaces(const mesh::Mesh& mesh, int side) : mesh_(mesh), side_(side) {
    face.assign(as_index(side) * as_index(side), kNoFace);
    std::vector<std::vector<std::uint32_t>> bands(as_index((side + kBandHeight - 1) / kBandHeight));
    for (std::uint32_t i = 0; i < mesh.faces.size(); ++i) {
      const Triangle2d t = texels_of(i);
      const int first = row(std::min({t[0].y, t[1].y, t[2].y}) - kReachTexels);
      const int last = row(std::max({t[0].y, t[1].y, t[2].y}) + kReachTexels);
      for (int band = first / kBandHeight; band <= last / kBandHeight; ++band) bands[as_index(band)].push_back(i);
    }
    std::vector<float> distance2(face.size(), kReachTexels * kReachTexels);
    parallel_for(std::size_t{0}, bands.size(), std::size_t{1}, [&](std::size_t band) {
      for (const std::uint32_t i : bands[band]) draw(i, static_cast<int>(band) * kBandHeight, distance2);
    });
  }

  Triangle2d texels_of(std::uint32_t index) const {
    const glm::uvec3& f = mesh_.faces[index];
    const auto side = static_cast<float>(side_);
    return {mesh_.uvs[f.x] * side, mesh_.uvs[f.y] * side, mesh_.uvs[f.z] * side};
  }

  std::vector<std::uint32_t> face;

 private:
  int row(float y) const { return std::clamp(static_cast<int>(y), 0, side_ - 1); }

  void draw(std::uint32_t index, int first_row, std::vector<float>& distance2) {
    const Triangle2d t = texels_of(index);
    const int top = std::max(first_row, row(std::min({t[0].y, t[1].y, t[2].y}) - kReachTexels));
    const int bottom = std::min(first_row + kBandHeight - 1, row(std::max({t[0].y, t[1].y, t[2].y}) + kReachTexels));
    const int left = row(std::min({t[0].x, t[1].x, t[2].x}) - kReachTexels);
    const int right = row(std::max({t[0].x, t[1].x, t[2].x}) + kReachTexels);
    for (int y = top; y <= bottom; ++y) {
      for (int x = left; x <= right; ++x) {
        const std::size_t texel = as_index(y) * as_index(side_) + as_index(x);
        if (distance2[texel] == 0.0f) continue;
        const float d2 = nearest_in_triangle(t, glm::vec2(x, y) + 0.5f).distance2;
        if (d2 >= distance2[texel]) continue;
        distance2[texel] = d2;
        face[texel] = index;
      }
    }
  }

  const mesh::Mesh& mesh_;
  int side_;
};

/// Gives texels between charts the colour of the nearest painted one.
void dilate(const std::vector<std::uint32_t>& face, image::Image8& texture) {
  const int side = texture.width();
  cv::Mat is_empty(side, side, CV_8U);
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x)
      is_empty.at<std::uint8_t>(y, x) = face[as_index(y) * as_index(side) + as_index(x)] == kNoFace;
  }
  cv::Mat distance, labels;
  cv::distanceTransform(is_empty, distance, labels, cv::DIST_L2, cv::DIST_MASK_5, cv::DIST_LABEL_PIXEL);
  std::vector<const std::uint8_t*> color_of(face.size() + 1, nullptr);
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x) {
      if (!is_empty.at<std::uint8_t>(y, x)) color_of[as_index(labels.at<int>(y, x))] = texture.pixel(x, y);
    }
  }
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x) {
      const std::uint8_t* color = color_of[as_index(labels.at<int>(y, x))];
      if (is_empty.at<std::uint8_t>(y, x) && color != nullptr) std::copy(color, color + 3, texture.pixel(x, y));
    }
  }
}

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

  glm::vec3 color(std::uint32_t face, const glm::vec2& texel) const {
    const glm::vec3 b = nearest_in_triangle(texels_.texels_of(face), texel).barycentric;
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

image::Image8 bake(const mesh::Mesh& welded, const Atlas& atlas, int texture_px, ViewBlend& blend,
                   const RunContext& context) {
  const RefinedSurface refined(welded, kFillFaces);
  PointColors fill =
      color_points(refined.mesh().positions, refined.mesh().normals, kMaxInBetweens, blend, context.part(0.0, 0.4));
  context.checkpoint();
  std::vector<glm::vec3> change(fill.colors.size());
  for (std::size_t v = 0; v < change.size(); ++v) change[v] = fill.confidence[v] * (fill.wide[v] - fill.colors[v]);
  smooth_over_surface(refined.mesh().faces, kBandSteps, change);
  fill_unseen(refined.mesh().faces, fill.confidence, fill.colors, kFillSweeps);
  context.checkpoint();
  context.report(0.4, 1.0);
  const TexelFaces texels(atlas.mesh, texture_px);
  const Painter painter(welded, atlas, texels, blend, refined, fill.colors, change);
  image::Image8 texture(texture_px, texture_px, 3);
  parallel_for(0, texture_px, 4, [&](int y) {
    if (y % 4 == 0) context.checkpoint();
    for (int x = 0; x < texture_px; ++x) {
      const std::uint32_t face = texels.face[as_index(y) * as_index(texture_px) + as_index(x)];
      if (face == kNoFace) continue;
      const glm::vec3 color = painter.color(face, glm::vec2(x, y) + 0.5f);
      for (int c = 0; c < 3; ++c) {
        texture.at(x, y, c) = static_cast<std::uint8_t>(std::lround(std::clamp(color[c], 0.0f, 1.0f) * 255.0f));
      }
    }
  });
  context.report(0.95, 1.0);
  dilate(texels.face, texture);
  context.report(1.0, 1.0);
  return texture;
}

}  // namespace core::texture
