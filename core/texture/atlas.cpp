// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/texture/atlas.h"

#include <algorithm>
#include <cmath>
#include <glm/common.hpp>

#include "core/mesh/rasterizer.h"
#include "core/texture/chart_packing.h"

namespace core::texture {
namespace {

constexpr float kMarginPx = 2.5f;       ///< on each side of a chart
constexpr float kPlainDensity = 1.25f;  ///< texels per view pixel beyond which the front's photo is served first
constexpr float kLeastPlainShare = 0.7f;
constexpr float kShapesOverBoxes = 1.12f;  ///< how much denser shapes pack than their boxes, in texels along a side
constexpr int kFrontSightPx = 512;

/// A chart laid out flat in pixels of its camera.
struct FlatChart {
  std::vector<std::uint32_t> vertices;  ///< of the mesh
  std::vector<glm::vec2> at;
  glm::vec2 low{0.0f};
  float area = 0.0f;         ///< of its faces
  float front_share = 0.0f;  ///< of its faces that the front camera sees
};

/// For each face, whether the front camera sees any of it.
std::vector<std::uint8_t> seen_from_front(const mesh::Mesh& mesh, const geometry::RingGeometry& ring) {
  std::vector<std::uint8_t> is_seen(mesh.faces.size(), 0);
  const mesh::RasterBuffers buffers = mesh::rasterize(mesh, geometry::view_camera(0, kFrontSightPx, ring));
  for (const std::uint32_t face : buffers.face) {
    if (face != mesh::RasterBuffers::kNoFace) is_seen[face] = 1;
  }
  return is_seen;
}

class Unfolding {
 public:
  Unfolding(const mesh::Mesh& mesh, const views::ViewSet& views, int texture_px, const RunContext& context)
      : mesh_(mesh), views_(views), texture_px_(texture_px), cameras_(direction_cameras(mesh, views.ring)) {
    const FaceNeighbours neighbours(mesh);
    const std::vector<Label> labels = label_faces(mesh, neighbours, cameras_);
    context.checkpoint();
    charts_ = cut_charts(mesh, neighbours, labels, cameras_, context);
    context.checkpoint();
  }

  Atlas run(const RunContext& context) {
    lay_flat();
    context.checkpoint();
    choose_densities();
    for (std::size_t i = 0; i < shapes_.size(); ++i) {
      shapes_[i].size *= density_[i];
      for (Triangle2d& triangle : shapes_[i].triangles) {
        for (glm::vec2& corner : triangle) corner *= density_[i];
      }
    }
    const Packing packing = pack_shapes(shapes_, texture_px_, kMarginPx, context);
    context.checkpoint();
    return build(packing);
  }

 private:
  void lay_flat() {
    const std::vector<std::uint8_t> is_front = seen_from_front(mesh_, views_.ring);
    std::vector<std::uint32_t> slot(mesh_.positions.size(), kNone);
    flat_.resize(charts_.size());
    shapes_.resize(charts_.size());
    for (std::size_t i = 0; i < charts_.size(); ++i) {
      FlatChart& flat = flat_[i];
      const geometry::Camera& camera = cameras_[charts_[i].direction];
      glm::vec2 low(1e30f), high(-1e30f);
      for (const std::uint32_t face : charts_[i].faces) {
        Triangle2d corners;
        for (int corner = 0; corner < 3; ++corner) {
          const std::uint32_t v = mesh_.faces[face][corner];
          if (slot[v] == kNone) {
            slot[v] = static_cast<std::uint32_t>(flat.vertices.size());
            flat.vertices.push_back(v);
            flat.at.emplace_back(camera.project(mesh_.positions[v]));
          }
          corners[static_cast<std::size_t>(corner)] = flat.at[slot[v]];
          low = glm::min(low, flat.at[slot[v]]);
          high = glm::max(high, flat.at[slot[v]]);
        }
        shapes_[i].triangles.push_back(corners);
        const float area = area_of(corners);
        flat.area += area;
        flat.front_share += is_front[face] ? area : 0.0f;
      }
      flat.front_share /= std::max(flat.area, 1e-12f);
      for (const std::uint32_t v : flat.vertices) slot[v] = kNone;
      flat.low = low;
      shapes_[i].size = high - low;
      for (Triangle2d& triangle : shapes_[i].triangles) {
        for (glm::vec2& corner : triangle) corner -= low;
      }
    }
  }

  /// Texels per view pixel, relative: 1 for all, more for what the photo shows.
  void choose_densities() {
    density_.assign(flat_.size(), 1.0f);
    const int detail_px = views_.front_detail ? views_.front_detail->width() : 0;
    const float most = static_cast<float>(detail_px) / static_cast<float>(std::max(views_.size_px(), 256));
    if (most <= 1.0f) return;
    float front_area = 0.0f, plain_area = 0.0f;
    for (const FlatChart& flat : flat_) {
      (is_photo(flat) ? front_area : plain_area) += flat.area;
    }
    const float even = kShapesOverBoxes * pack_boxes(shapes_, texture_px_, kMarginPx).scale;
    if (front_area <= 0.0f || even >= most) return;
    const float plain = std::max(std::min(even, kPlainDensity), kLeastPlainShare * even);
    const float left = even * even * (front_area + plain_area) - plain * plain * plain_area;
    const float front = std::clamp(std::sqrt(std::max(0.0f, left) / front_area), plain, std::max(plain, most));
    for (std::size_t i = 0; i < flat_.size(); ++i) {
      if (is_photo(flat_[i])) density_[i] = front / plain;
    }
  }

  static bool is_photo(const FlatChart& flat) { return flat.front_share > 0.5f; }

  Atlas build(const Packing& packing) const {
    Atlas atlas;
    atlas.chart_of_face.resize(mesh_.faces.size());
    atlas.mesh.faces.resize(mesh_.faces.size());
    std::vector<std::uint32_t> vertex(mesh_.positions.size());
    const auto side = static_cast<float>(packing.side);
    for (std::size_t i = 0; i < flat_.size(); ++i) {
      const FlatChart& flat = flat_[i];
      const float scale = packing.scale * density_[i];
      const Placement& place = packing.placements[i];
      for (std::size_t j = 0; j < flat.vertices.size(); ++j) {
        const std::uint32_t v = flat.vertices[j];
        vertex[v] = static_cast<std::uint32_t>(atlas.mesh.positions.size());
        atlas.mesh.positions.push_back(mesh_.positions[v]);
        atlas.mesh.normals.push_back(mesh_.normals[v]);
        const glm::vec2 p = density_[i] * (flat.at[j] - flat.low);
        atlas.mesh.uvs.push_back((place.linear * p + place.offset) / side);
        atlas.source_vertex.push_back(v);
      }
      for (const std::uint32_t face : charts_[i].faces) {
        const glm::uvec3& f = mesh_.faces[face];
        atlas.mesh.faces[face] = {vertex[f.x], vertex[f.y], vertex[f.z]};
        atlas.chart_of_face[face] = static_cast<std::uint32_t>(i);
      }
      atlas.texel_share.push_back(side / static_cast<float>(texture_px_) / (scale * 256.0f));
    }
    return atlas;
  }

  static constexpr std::uint32_t kNone = 0xffffffffu;
  const mesh::Mesh& mesh_;
  const views::ViewSet& views_;
  int texture_px_;
  std::array<geometry::Camera, kNumDirections> cameras_;
  std::vector<Chart> charts_;
  std::vector<FlatChart> flat_;
  std::vector<ChartShape> shapes_;
  std::vector<float> density_;
};

}  // namespace

Atlas unfold(const mesh::Mesh& mesh, const views::ViewSet& views, int texture_px, const RunContext& context) {
  return Unfolding(mesh, views, texture_px, context).run(context);
}

double atlas_use(const mesh::Mesh& mesh) {
  double area = 0.0;
  if (mesh.uvs.empty()) return area;
  for (const glm::uvec3& f : mesh.faces)
    area += static_cast<double>(area_of({mesh.uvs[f.x], mesh.uvs[f.y], mesh.uvs[f.z]}));
  return area;
}

}  // namespace core::texture
