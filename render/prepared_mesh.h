// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <glm/vec2.hpp>
#include <glm/vec3.hpp>
#include <memory>
#include <vector>

#include "core/geometry/aabb.h"
#include "core/mesh/mesh.h"
#include "core/mesh/view_findings.h"

namespace render {

/// A vertex as the graphics device reads it.
struct DrawVertex {
  glm::vec3 position;
  std::array<std::int16_t, 3> normal;  ///< -32767..32767 for -1..1
  std::int16_t disagreement;           ///< of the views: 0..32767 for 0..1; negative where they say nothing
  std::array<std::uint8_t, 3> color;   ///< sRGB
  std::uint8_t num_views;              ///< that show it
  glm::vec2 uv;
};
static_assert(sizeof(DrawVertex) == 32);

/// A mesh in the layout of the graphics device. Made on any thread, so that the thread that draws only copies bytes.
struct PreparedMesh {
  core::mesh::MeshPtr mesh;  ///< what it was made from: its faces and texture are used as they are
  std::vector<DrawVertex> vertices;
  core::geometry::Aabb bounds;
  bool has_colors = false;
  bool has_texture = false;
  bool has_findings = false;  ///< of the views
  /// Far fewer faces of the same vertices, for frames while the camera moves on a slow device. Empty for meshes that
  /// are small anyway or have texture coordinates.
  std::vector<glm::uvec3> coarse_faces;

  std::size_t num_faces() const { return mesh->faces.size(); }
};
using PreparedMeshPtr = std::shared_ptr<const PreparedMesh>;

/// Missing normals are made smooth ones. A null mesh gives null.
/// @param findings  of the views about this mesh, for the shadings that show them; null without
/// @throws core::Error(Usage) if faces name vertices that are not there, or arrays differ in length
PreparedMeshPtr prepare_mesh(const core::mesh::MeshPtr& mesh, const core::mesh::ViewFindingsPtr& findings = nullptr);

}  // namespace render
