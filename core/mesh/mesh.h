// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <glm/vec2.hpp>
#include <glm/vec3.hpp>
#include <memory>
#include <vector>

#include "core/image/image.h"

namespace core::mesh {

/// A triangle mesh as a value. Faces are counter-clockwise seen from outside. Per-vertex arrays are empty or as long as
/// `positions`. Where a texture chart ends, vertices stand twice with bit-equal positions: topology is judged after
/// welding equal positions (see topology.h).
struct Mesh {
  std::vector<glm::vec3> positions;  ///< ring world (z up, front at -y) inside the program; see mesh frames in io
  std::vector<glm::vec3> normals;    ///< unit length
  std::vector<glm::vec3> colors;     ///< sRGB, 0..1
  std::vector<glm::vec2> uvs;        ///< origin at the top left of the texture, as glTF has it
  std::vector<glm::uvec3> faces;
  std::shared_ptr<const image::Image8> texture;  ///< base colour, sRGB, 3 channels; null without
  /// What finer shape does to the shading, by the same uvs: normals in the tangent frame (see tangent_space.h), green
  /// up, 3 channels; null without.
  std::shared_ptr<const image::Image8> normal_map;

  bool is_empty() const { return faces.empty(); }
  bool is_textured() const { return texture != nullptr && !uvs.empty(); }
};

using MeshPtr = std::shared_ptr<const Mesh>;

/// Unnormalised normal of a face (length = twice the area).
glm::vec3 face_normal_scaled(const Mesh& mesh, std::size_t face);

/// Area- and angle-independent smooth vertex normals: the sum of scaled face normals, over vertices of equal position
/// (so that texture seams do not show in the shading), normalised.
std::vector<glm::vec3> smooth_normals(const Mesh& mesh);

}  // namespace core::mesh
