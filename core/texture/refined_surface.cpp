// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/texture/refined_surface.h"

#include <algorithm>
#include <glm/geometric.hpp>

namespace core::texture {

RefinedSurface::RefinedSurface(const mesh::Mesh& mesh, std::size_t max_faces) {
  mesh_.positions = mesh.positions;
  mesh_.normals = mesh.normals;
  mesh_.faces = mesh.faces;
  while (4 * mesh_.faces.size() <= max_faces) quarter();
}

void RefinedSurface::quarter() {
  struct Side {
    std::uint32_t low, high;
    std::size_t slot;  ///< 3 * face + corner
    auto ends() const { return std::pair(low, high); }
  };
  std::vector<Side> sides;
  sides.reserve(3 * mesh_.faces.size());
  for (std::size_t i = 0; i < mesh_.faces.size(); ++i) {
    for (int corner = 0; corner < 3; ++corner) {
      const std::uint32_t a = mesh_.faces[i][corner], b = mesh_.faces[i][(corner + 1) % 3];
      sides.push_back({std::min(a, b), std::max(a, b), 3 * i + static_cast<std::size_t>(corner)});
    }
  }
  std::sort(sides.begin(), sides.end(),
            [](const Side& a, const Side& b) { return a.ends() != b.ends() ? a.ends() < b.ends() : a.slot < b.slot; });
  std::vector<std::uint32_t> middle(sides.size());
  for (std::size_t i = 0; i < sides.size(); ++i) {
    if (i == 0 || sides[i].ends() != sides[i - 1].ends()) {
      const auto [a, b] = sides[i].ends();
      mesh_.positions.push_back(0.5f * (mesh_.positions[a] + mesh_.positions[b]));
      const glm::vec3 sum = mesh_.normals[a] + mesh_.normals[b];
      const float length = glm::length(sum);
      mesh_.normals.push_back(length > 1e-6f ? sum / length : mesh_.normals[a]);
    }
    middle[sides[i].slot] = static_cast<std::uint32_t>(mesh_.positions.size() - 1);
  }
  std::vector<glm::uvec3> faces;
  faces.reserve(4 * mesh_.faces.size());
  for (std::size_t i = 0; i < mesh_.faces.size(); ++i) {
    const glm::uvec3 f = mesh_.faces[i];
    const glm::uvec3 m(middle[3 * i], middle[3 * i + 1], middle[3 * i + 2]);
    faces.emplace_back(f.x, m.x, m.z);
    faces.emplace_back(m.x, f.y, m.y);
    faces.emplace_back(m.z, m.y, f.z);
    faces.emplace_back(m.y, m.z, m.x);
  }
  mesh_.faces = std::move(faces);
  ++num_levels_;
}

glm::vec3 RefinedSurface::at(std::uint32_t face, glm::vec3 b, const std::vector<glm::vec3>& values) const {
  for (int level = 0; level < num_levels_; ++level) {
    face *= 4;
    int corner = 0;
    while (corner < 3 && b[corner] < 0.5f) ++corner;
    if (corner < 3) {
      b *= 2.0f;
      b[corner] -= 1.0f;
    } else {
      // The middle child's corners lie opposite to the parent's.
      b = 1.0f - 2.0f * b;
    }
    face += static_cast<std::uint32_t>(corner);
  }
  const glm::uvec3& f = mesh_.faces[face];
  return b.x * values[f.x] + b.y * values[f.y] + b.z * values[f.z];
}

}  // namespace core::texture
