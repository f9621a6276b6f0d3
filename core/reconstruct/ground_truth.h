// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/mesh/mesh.h"
#include "core/views/view_set.h"

/// Views of a known mesh, for measuring reconstruction.
namespace core::reconstruct {

/// The mesh centred on its box with its longest side 0.70, as all measurements take it.
mesh::Mesh normalized_for_ring(const mesh::Mesh& mesh, float longest_side = 0.70f);

/// The mesh, cut into triangles so small that smooth normals are those of its faces, with sharp edges left sharp, as
/// measurements take it: else views of coarse meshes show normals that their shape does not have. What has no texture
/// is painted with waves of colour about 0.05 long in all directions.
mesh::Mesh detailed_for_ring(const mesh::Mesh& mesh);

/// All 32 views of a mesh that stands in the ring world: colour (unlit), alpha, and normals on the anchors.
views::ViewSet ground_truth_views(const mesh::Mesh& mesh, int size_px = 256, const geometry::RingGeometry& ring = {});

}  // namespace core::reconstruct
