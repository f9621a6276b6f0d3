// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/mesh/mesh.h"

namespace core::mesh {

/// The mesh with at most about `target_faces` faces (never more than target_faces unless the shape needs them to stay closed). Positions and faces, and colours
/// where there are any. A watertight mesh stays watertight and manifold; components stay.
/// @throws Error(Usage) if target_faces < 4
Mesh simplify(const Mesh& mesh, int target_faces);

}  // namespace core::mesh
