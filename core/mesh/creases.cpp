// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/mesh/creases.h"

#include <cmath>
#include <glm/geometric.hpp>
#include <glm/trigonometric.hpp>

#include "core/mesh/topology.h"

namespace core::mesh {
namespace {

using FacesOfVertices = std::vector<std::vector<std::uint32_t>>;

/// By the first of the vertices at the same position.
FacesOfVertices faces_of_vertices(const Mesh& mesh, const std::vector<std::uint32_t>& first) {
  FacesOfVertices faces(mesh.positions.size());
  for (std::uint32_t face = 0; face < mesh.faces.size(); ++face) {
    for (int corner = 0; corner < 3; ++corner) faces[first[mesh.faces[face][corner]]].push_back(face);
  }
  return faces;
}

glm::vec3 unit(const glm::vec3& v) {
  const float length = glm::length(v);
  return length > 0.0f ? v / length : glm::vec3(0.0f, 0.0f, 1.0f);
}

template <class Values>
void repeat(Values& values, std::uint32_t vertex) {
  if (!values.empty()) values.push_back(values[vertex]);
}

}  // namespace

void split_creases(Mesh& mesh, float angle_deg) {
  const float least_cosine = std::cos(glm::radians(angle_deg));
  const std::vector<std::uint32_t> first = weld_map(mesh);
  const FacesOfVertices faces = faces_of_vertices(mesh, first);
  std::vector<glm::vec3> scaled(mesh.faces.size()), units(mesh.faces.size());
  for (std::size_t face = 0; face < scaled.size(); ++face) {
    scaled[face] = face_normal_scaled(mesh, face);
    units[face] = unit(scaled[face]);
  }

  const std::size_t num_vertices = mesh.positions.size();
  constexpr std::uint32_t kNone = ~0u;
  mesh.normals.assign(num_vertices, glm::vec3(0.0f, 0.0f, 1.0f));
  std::vector<bool> is_used(num_vertices);
  std::vector<std::uint32_t> next_twin(num_vertices, kNone);  ///< the vertex that a crease made of this one
  for (std::size_t face = 0; face < mesh.faces.size(); ++face) {
    for (int corner = 0; corner < 3; ++corner) {
      std::uint32_t vertex = mesh.faces[face][corner];
      glm::vec3 sum(0.0f);
      for (const std::uint32_t other : faces[first[vertex]]) {
        if (glm::dot(units[face], units[other]) >= least_cosine) sum += scaled[other];
      }
      const glm::vec3 normal = unit(sum);
      while (is_used[vertex] && mesh.normals[vertex] != normal) {
        if (next_twin[vertex] == kNone) {
          next_twin[vertex] = static_cast<std::uint32_t>(mesh.positions.size());
          repeat(mesh.positions, vertex);
          repeat(mesh.normals, vertex);
          repeat(mesh.colors, vertex);
          repeat(mesh.uvs, vertex);
          is_used.push_back(false);
          next_twin.push_back(kNone);
        }
        vertex = next_twin[vertex];
      }
      is_used[vertex] = true;
      mesh.normals[vertex] = normal;
      mesh.faces[face][corner] = vertex;
    }
  }
}

}  // namespace core::mesh
