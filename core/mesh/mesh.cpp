// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/mesh/mesh.h"

#include <glm/geometric.hpp>

#include "core/mesh/topology.h"

namespace core::mesh {

glm::vec3 face_normal_scaled(const Mesh& mesh, std::size_t face) {
  const glm::uvec3& f = mesh.faces[face];
  const glm::vec3& a = mesh.positions[f.x];
  return glm::cross(mesh.positions[f.y] - a, mesh.positions[f.z] - a);
}

std::vector<glm::vec3> smooth_normals(const Mesh& mesh) {
  const std::vector<std::uint32_t> first = weld_map(mesh);
  std::vector<glm::vec3> normals(mesh.positions.size(), glm::vec3(0.0f));
  for (std::size_t i = 0; i < mesh.faces.size(); ++i) {
    const glm::vec3 normal = face_normal_scaled(mesh, i);
    for (int corner = 0; corner < 3; ++corner) normals[first[mesh.faces[i][corner]]] += normal;
  }
  for (std::size_t v = 0; v < normals.size(); ++v) {
    if (first[v] != v) continue;
    const float length = glm::length(normals[v]);
    normals[v] = length > 0.0f ? normals[v] / length : glm::vec3(0.0f, 0.0f, 1.0f);
  }
  for (std::size_t v = 0; v < normals.size(); ++v) normals[v] = normals[first[v]];
  return normals;
}

}  // namespace core::mesh
