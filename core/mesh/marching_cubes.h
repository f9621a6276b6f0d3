// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <glm/vec3.hpp>
#include <span>

#include "core/mesh/mesh.h"

namespace core::mesh {

/// A regular grid of samples: value of cell corner (x, y, z) is values[(z * size.y + y) * size.x + x] and stands at
/// origin + spacing * (x, y, z).
struct ScalarGrid {
  glm::ivec3 size{0};
  glm::vec3 origin{0.0f};
  float spacing = 1.0f;
  std::span<const float> values;
};

/// The surface values = isovalue, faces towards larger values (values are a signed distance, negative inside).
/// The result is closed and two-manifold by construction wherever the surface does not reach the grid's border:
/// ambiguous cell faces are resolved the same way from both sides, and no two triangles of a cell share an edge of a
/// neighbour. Positions and faces only. Samples equal to the isovalue count as inside after a nudge far below float
/// resolution of the spacing. Runs on all cores; the result does not depend on their number.
///
/// Source: Lorensen, Cline 1987, with face cases chosen as in Nielson, Hamann 1991 (separating inside corners).
Mesh marching_cubes(const ScalarGrid& grid, float isovalue = 0.0f);

}  // namespace core::mesh
