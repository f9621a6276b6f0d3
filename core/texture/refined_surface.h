// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <glm/vec3.hpp>
#include <vector>

#include "core/mesh/mesh.h"

namespace core::texture {

/// A mesh whose faces are quartered at their edges' midpoints until there are enough vertices to carry colours, however
/// few faces it began with. A point of a face of the original mesh finds its small face by arithmetic alone.
class RefinedSurface {
 public:
  /// @param mesh  positions, normals, faces; equal positions welded
  RefinedSurface(const mesh::Mesh& mesh, std::size_t max_faces);

  const mesh::Mesh& mesh() const { return mesh_; }

  /// Interpolates a value per refined vertex at a point of an original face.
  glm::vec3 at(std::uint32_t face, glm::vec3 barycentric, const std::vector<glm::vec3>& values) const;

 private:
  void quarter();

  mesh::Mesh mesh_;  ///< the children of face i are 4 i .. 4 i + 3: at its corners 0, 1, 2, and in the middle
  int num_levels_ = 0;
};

}  // namespace core::texture
