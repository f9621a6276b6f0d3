// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/image/image.h"
#include "core/mesh/mesh.h"
#include "core/reconstruct/sdf_volume.h"
#include "core/views/view_set.h"

/// What several benchmarks work on, made once: a painted torus, standing so that the ring sees through its hole.
namespace benchmarks {

const core::mesh::Mesh& torus();
/// All 32 views, 256 pixels a side, and normals on the anchors.
const core::views::ViewSet& torus_views();
/// View 0 at another size.
core::image::Image8 torus_picture(int size_px);
/// Its signed distances.
core::reconstruct::DenseField torus_field(int resolution);

}  // namespace benchmarks
