// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <glm/vec4.hpp>
#include <vector>

#include "core/mesh/mesh.h"

namespace core::mesh {

/// The frame in which a normal map is read, at each corner of each face: element 3 * face + corner. xyz is the tangent,
/// of unit length and orthogonal to the corner's normal; w is 1 or -1, and w * cross(normal, tangent) is the bitangent.
/// The tangent shows where u grows, the bitangent where the picture's upper side is: uvs count rows from the top, so
/// that v falls along it. These are glTF's TANGENT, and normal maps whose green points up.
///
/// The conventions are those of MikkTSpace, which readers of normal maps expect: vertices are told apart by position,
/// normal and uv; faces around a vertex that hang together by edges and are not mirrored in the texture against each
/// other have one tangent, the sum of theirs in the plane of the vertex normal, each of unit length and weighted by its
/// angle there. Faces without an area in the texture have no say and take the tangent of another corner of their
/// vertex. A shader that follows them interpolates normal and tangent without normalising, and takes the cross product
/// per pixel.
///
/// @param mesh  normals and uvs must be there
/// @throws Error(Usage) without normals or uvs
///
/// Source: Mikkelsen 2008, "Simulation of wrinkled surfaces revisited", chapter 3.
std::vector<glm::vec4> corner_tangents(const Mesh& mesh);

/// A mesh with one tangent per vertex.
struct TangentMesh {
  Mesh mesh;
  std::vector<glm::vec4> tangents;
};
/// Vertices whose corners have several tangents stand once for each; faces keep their order.
/// @throws Error(Usage) without normals or uvs
TangentMesh with_vertex_tangents(const Mesh& mesh);

}  // namespace core::mesh
