// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/mesh/mesh.h"

namespace core::mesh {

/// Gives the mesh smooth normals that do not reach across sharp edges: each corner of a face gets the normal of the
/// faces around its vertex that turn by at most `angle_deg` from its own. Where these differ, the vertex stands once
/// for each of them, with bit-equal positions.
void split_creases(Mesh& mesh, float angle_deg);

}  // namespace core::mesh
