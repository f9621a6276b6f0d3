// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "render/prepared_mesh.h"

#include <algorithm>
#include <cmath>
#include <glm/common.hpp>

#include "core/base/error.h"
#include "core/base/parallel.h"

namespace render {
namespace {

constexpr std::size_t kGrain = 4096;

void check(const core::mesh::Mesh& mesh) {
  const std::size_t num_vertices = mesh.positions.size();
  const auto fits = [&](std::size_t length) { return length == 0 || length == num_vertices; };
  if (!fits(mesh.normals.size()) || !fits(mesh.colors.size()) || !fits(mesh.uvs.size())) {
    throw core::Error(core::ErrorCode::Usage,
                      "The mesh cannot be drawn: its normals, colours or texture coordinates are not one per vertex.");
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

}  // namespace

PreparedMeshPtr prepare_mesh(const core::mesh::MeshPtr& mesh) {
  if (mesh == nullptr) return nullptr;
  check(*mesh);
  auto prepared = std::make_shared<PreparedMesh>();
  prepared->mesh = mesh;
  prepared->bounds = core::geometry::bounds_of(mesh->positions);
  prepared->has_colors = !mesh->colors.empty();
  prepared->has_texture = mesh->is_textured() && !mesh->texture->is_empty() &&
                          (mesh->texture->channels() == 3 || mesh->texture->channels() == 4);
  std::vector<glm::vec3> made;
  if (mesh->normals.empty()) made = core::mesh::smooth_normals(*mesh);
  const std::vector<glm::vec3>& normals = mesh->normals.empty() ? made : mesh->normals;
  prepared->vertices.resize(mesh->positions.size());
  core::parallel_for(std::size_t{0}, prepared->vertices.size(), kGrain, [&](std::size_t v) {
    DrawVertex& vertex = prepared->vertices[v];
    const glm::vec3& normal = normals[v];
    const glm::vec3 color = prepared->has_colors ? mesh->colors[v] : glm::vec3(1.0f);
    vertex.position = mesh->positions[v];
    vertex.normal = {to_short(normal.x), to_short(normal.y), to_short(normal.z), 0};
    vertex.color = {to_byte(color.x), to_byte(color.y), to_byte(color.z), 255};
    vertex.uv = mesh->uvs.empty() ? glm::vec2(0.0f) : mesh->uvs[v];
  });
  return prepared;
}

}  // namespace render
