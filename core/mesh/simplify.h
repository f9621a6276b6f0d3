// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/run_context.h"
#include "core/mesh/mesh.h"

namespace core::mesh {

/// The mesh with at most about `target_faces` faces (never more than target_faces unless the shape needs them to stay
/// closed). Positions and faces, and colours where there are any; vertices of bit-equal position become one. A
/// watertight mesh stays watertight and manifold; components, holes and handles stay, borders of open meshes too. No
/// face turns over. About 4 s of CPU for a million faces; stops at the context's checkpoints, the progress covers it.
/// @throws Error(Usage) if target_faces < 4 or a face names a vertex that does not exist,
///         Error(NumericalFailure) if a position is not finite
///
/// Source: Garland, Heckbert 1997, "Surface simplification using quadric error metrics", with the link condition of
/// Dey, Edelsbrunner, Guha, Nekhayev 1999, "Topology preserving edge contraction".
Mesh simplify(const Mesh& mesh, int target_faces, const RunContext& context = {});

}  // namespace core::mesh
