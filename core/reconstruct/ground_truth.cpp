// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/reconstruct/ground_truth.h"

#include <algorithm>
#include <cmath>
#include <glm/geometric.hpp>
#include <unordered_map>

#include "core/geometry/aabb.h"
#include "core/mesh/creases.h"
#include "core/mesh/rasterizer.h"

namespace core::reconstruct {
namespace {

float mean_edge(const mesh::Mesh& mesh) {
  double sum = 0.0;
  for (const glm::uvec3& face : mesh.faces) {
    sum += static_cast<double>(glm::distance(mesh.positions[face.x], mesh.positions[face.y]));
  }
  return static_cast<float>(sum / static_cast<double>(std::max<std::size_t>(1, mesh.faces.size())));
}

/// Each face becomes four; the shape stays.
mesh::Mesh subdivided(const mesh::Mesh& mesh) {
  mesh::Mesh result;
  result.positions = mesh.positions;
  result.uvs = mesh.uvs;
  result.texture = mesh.texture;
  std::unordered_map<std::uint64_t, std::uint32_t> middles;
  const auto middle = [&](std::uint32_t a, std::uint32_t b) {
    const std::uint64_t key = static_cast<std::uint64_t>(std::min(a, b)) << 32 | std::max(a, b);
    const auto [entry, is_new] = middles.try_emplace(key, static_cast<std::uint32_t>(result.positions.size()));
    if (is_new) {
      result.positions.push_back(0.5f * (mesh.positions[a] + mesh.positions[b]));
      if (!mesh.uvs.empty()) result.uvs.push_back(0.5f * (mesh.uvs[a] + mesh.uvs[b]));
    }
    return entry->second;
  };
  for (const glm::uvec3& f : mesh.faces) {
    const std::uint32_t ab = middle(f.x, f.y), bc = middle(f.y, f.z), ca = middle(f.z, f.x);
    for (const glm::uvec3& part : {glm::uvec3(f.x, ab, ca), {ab, f.y, bc}, {ca, bc, f.z}, {ab, bc, ca}}) {
      result.faces.push_back(part);
    }
  }
  return result;
}

}  // namespace

mesh::Mesh normalized_for_ring(const mesh::Mesh& mesh, float longest_side) {
  mesh::Mesh result = mesh;
  const geometry::Aabb box = geometry::bounds_of(mesh.positions);
  const glm::vec3 size = box.size();
  const float scale = longest_side / std::max({size.x, size.y, size.z, 1e-9f});
  for (glm::vec3& p : result.positions) p = (p - box.center()) * scale;
  return result;
}

mesh::Mesh detailed_for_ring(const mesh::Mesh& mesh) {
  constexpr float kLongestEdge = 0.008f;
  /// Faces of a smooth surface at this fineness turn by less.
  constexpr float kCreaseDeg = 40.0f;
  constexpr std::size_t kMostFaces = 1'000'000;
  mesh::Mesh result;
  result.positions = mesh.positions;
  result.uvs = mesh.uvs;
  result.texture = mesh.texture;
  result.faces = mesh.faces;
  while (mean_edge(result) > kLongestEdge && 4 * result.faces.size() <= kMostFaces) result = subdivided(result);
  mesh::split_creases(result, kCreaseDeg);
  if (result.is_textured()) return result;
  for (const glm::vec3& p : result.positions) {
    constexpr float kTwoPi = 6.28318531f, kWaveLength = 0.05f;
    const glm::vec3 t = kTwoPi / kWaveLength * p;
    result.colors.push_back(0.5f + 0.2f * glm::vec3(std::sin(t.x) + std::sin(0.7f * t.y + 0.4f * t.z),
                                                    std::sin(t.y) + std::sin(0.7f * t.z + 0.4f * t.x),
                                                    std::sin(t.z) + std::sin(0.7f * t.x + 0.4f * t.y)));
  }
  return result;
}

views::ViewSet ground_truth_views(const mesh::Mesh& mesh, int size_px, const geometry::RingGeometry& ring) {
  constexpr int kSamples = 4;
  views::ViewSet set;
  set.ring = ring;
  const mesh::Shading shading = mesh.is_textured() ? mesh::Shading::Textured : mesh::Shading::Colors;
  for (int k = 0; k < geometry::kNumViews; ++k) {
    const geometry::Camera camera = geometry::view_camera(k, size_px, ring);
    auto view = std::make_shared<views::View>();
    view->index = k;
    view->rgba = mesh::draw(mesh, camera, shading, kSamples);
    if (geometry::is_anchor(k)) view->normal = mesh::draw(mesh, camera, mesh::Shading::Normals, kSamples);
    set.views[static_cast<std::size_t>(k)] = view;
  }
  return set;
}

}  // namespace core::reconstruct
