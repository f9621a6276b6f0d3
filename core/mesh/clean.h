// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/mesh/mesh.h"

namespace core::mesh {

/// Without unused vertices; order of the rest kept.
Mesh without_unused_vertices(const Mesh& mesh);

/// Keeps components with at least `min_share` of the largest one's enclosed volume; cavities (components of negative
/// volume) go. min_share 1 keeps the largest only.
Mesh keep_large_components(const Mesh& mesh, double min_share);

/// Positions and faces welded at bit-equal positions, without degenerate and duplicate faces. UVs are dropped.
Mesh welded(const Mesh& mesh);

}  // namespace core::mesh
