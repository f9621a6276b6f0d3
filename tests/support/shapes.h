// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <glm/vec3.hpp>

#include "core/mesh/mesh.h"

/// Closed meshes made by program, faces counter-clockwise from outside, in the ring world (z up, front at -y).
namespace support {

core::mesh::Mesh make_sphere(float radius, int num_rings = 48, int num_segments = 96);
core::mesh::Mesh make_torus(float major_radius, float minor_radius, int num_major = 96, int num_minor = 48);
core::mesh::Mesh make_box(const glm::vec3& half_size);

/// Colours that vary smoothly and strongly over space, for tests of texture and views.
void paint_by_position(core::mesh::Mesh& mesh);

}  // namespace support
