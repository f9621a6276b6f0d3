// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "render/prepared_mesh.h"

#include <algorithm>
#include <cmath>
#include <glm/common.hpp>
#include <glm/geometric.hpp>
#include <limits>
#include <unordered_map>

#include "core/base/error.h"
#include "core/base/parallel.h"

namespace render {
namespace {

constexpr std::size_t kGrain = 4096;
/// Meshes above this many faces get coarse ones, about this many.
constexpr std::size_t kFewFaces = 40000;
constexpr double kNumCoarseFaces = 24000.0;
constexpr std::uint32_t kNoCell = 0xffffffffU;

void check(const core::mesh::Mesh& mesh, const core::mesh::ViewFindings* findings) {
  const std::size_t num_vertices = mesh.positions.size();
  const auto fits = [&](std::size_t length) { return length == 0 || length == num_vertices; };
  if (!fits(mesh.normals.size()) || !fits(mesh.colors.size()) || !fits(mesh.uvs.size())) {
    throw core::Error(core::ErrorCode::Usage,
                      "The mesh cannot be drawn: its normals, colours or texture coordinates are not one per vertex.");
  }
  const auto is_one_each = [&](const auto& values) { return values.size() == num_vertices; };
  if (findings != nullptr && (!is_one_each(findings->num_views) || !is_one_each(findings->disagreement))) {
    throw core::Error(core::ErrorCode::Usage,
                      "The mesh cannot be drawn: what was found in the views is about another mesh.");
  }
  const bool is_inside = std::all_of(mesh.faces.begin(), mesh.faces.end(), [&](const glm::uvec3& face) {
    return std::max({face.x, face.y, face.z}) < num_vertices;
  });
  if (!is_inside) {
    throw core::Error(core::ErrorCode::Usage, "The mesh cannot be drawn: a face names a vertex that is not there.");
  }
}

std::int16_t to_short(float value) {
  return static_cast<std::int16_t>(std::lround(std::clamp(value, -1.0f, 1.0f) * 32767.0f));
}

std::uint8_t to_byte(float value) {
  return static_cast<std::uint8_t>(std::lround(std::clamp(value, 0.0f, 1.0f) * 255.0f));
}

/// Vertices that fall into one cell of a grid become one of them, the one nearest to their mean; faces that collapse
/// go. Cells are so large that about kNumCoarseFaces stay. Source: Rossignac, Borrel 1993, "Multi-resolution 3D
/// approximations for rendering complex scenes".
std::vector<glm::uvec3> cluster_faces(const core::mesh::Mesh& mesh, const core::geometry::Aabb& bounds) {
  double area = 0.0;
  for (std::size_t face = 0; face < mesh.faces.size(); ++face) {
    area += 0.5 * static_cast<double>(glm::length(core::mesh::face_normal_scaled(mesh, face)));
  }
  if (!(area > 0.0) || !std::isfinite(area)) return {};
  const auto cell_size = static_cast<float>(std::sqrt(2.0 * area / kNumCoarseFaces));
  struct Cell {
    glm::vec3 sum{0.0f};
    float count = 0.0f;
    float least_distance = std::numeric_limits<float>::max();
    std::uint32_t vertex = 0;  ///< the one nearest to the mean
  };
  std::vector<Cell> cells;
  std::unordered_map<std::uint64_t, std::uint32_t> cell_by_key;
  cell_by_key.reserve(static_cast<std::size_t>(kNumCoarseFaces));
  std::vector<std::uint32_t> cell_of(mesh.positions.size(), kNoCell);
  // Only vertices of faces: the others have no meaningful normal.
  const auto put_into_cell = [&](std::uint32_t v) {
    if (cell_of[v] != kNoCell) return;
    const glm::vec3 at = glm::floor((mesh.positions[v] - bounds.low) / cell_size);
    const auto part = [](float value) { return static_cast<std::uint64_t>(std::clamp(value, 0.0f, 1.0e6f)); };
    const std::uint64_t key = (part(at.x) << 42U) | (part(at.y) << 21U) | part(at.z);
    cell_of[v] = cell_by_key.try_emplace(key, static_cast<std::uint32_t>(cells.size())).first->second;
    if (cell_of[v] == cells.size()) cells.emplace_back();
    cells[cell_of[v]].sum += mesh.positions[v];
    cells[cell_of[v]].count += 1.0f;
  };
  for (const glm::uvec3& face : mesh.faces) {
    for (int i = 0; i < 3; ++i) put_into_cell(face[i]);
  }
  for (std::size_t v = 0; v < cell_of.size(); ++v) {
    if (cell_of[v] == kNoCell) continue;
    Cell& cell = cells[cell_of[v]];
    const float distance = glm::distance(mesh.positions[v], cell.sum / cell.count);
    if (distance < cell.least_distance) {
      cell.least_distance = distance;
      cell.vertex = static_cast<std::uint32_t>(v);
    }
  }
  std::vector<glm::uvec3> faces;
  for (const glm::uvec3& face : mesh.faces) {
    const glm::uvec3 coarse(cells[cell_of[face.x]].vertex, cells[cell_of[face.y]].vertex,
                            cells[cell_of[face.z]].vertex);
    if (coarse.x != coarse.y && coarse.y != coarse.z && coarse.z != coarse.x) faces.push_back(coarse);
  }
  return faces;
}

}  // namespace

PreparedMeshPtr prepare_mesh(const core::mesh::MeshPtr& mesh, const core::mesh::ViewFindingsPtr& findings) {
  if (mesh == nullptr) return nullptr;
  check(*mesh, findings.get());
  auto prepared = std::make_shared<PreparedMesh>();
  prepared->mesh = mesh;
  prepared->bounds = core::geometry::bounds_of(mesh->positions);
  prepared->has_colors = !mesh->colors.empty();
  prepared->has_texture = mesh->is_textured() && !mesh->texture->is_empty() &&
                          (mesh->texture->channels() == 3 || mesh->texture->channels() == 4);
  prepared->has_findings = findings != nullptr;
  if (mesh->uvs.empty() && mesh->faces.size() > kFewFaces) {
    prepared->coarse_faces = cluster_faces(*mesh, prepared->bounds);
  }
  std::vector<glm::vec3> made;
  if (mesh->normals.empty()) made = core::mesh::smooth_normals(*mesh);
  const std::vector<glm::vec3>& normals = mesh->normals.empty() ? made : mesh->normals;
  prepared->vertices.resize(mesh->positions.size());
  core::parallel_for(std::size_t{0}, prepared->vertices.size(), kGrain, [&](std::size_t v) {
    DrawVertex& vertex = prepared->vertices[v];
    const glm::vec3& normal = normals[v];
    const glm::vec3 color = prepared->has_colors ? mesh->colors[v] : glm::vec3(1.0f);
    vertex.position = mesh->positions[v];
    vertex.normal = {to_short(normal.x), to_short(normal.y), to_short(normal.z)};
    vertex.disagreement = findings ? to_short(findings->disagreement[v]) : std::int16_t{-32767};
    vertex.color = {to_byte(color.x), to_byte(color.y), to_byte(color.z)};
    vertex.num_views = findings ? findings->num_views[v] : std::uint8_t{0};
    vertex.uv = mesh->uvs.empty() ? glm::vec2(0.0f) : mesh->uvs[v];
  });
  return prepared;
}

}  // namespace render
