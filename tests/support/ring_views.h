// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/mesh/mesh.h"
#include "core/views/view_set.h"

namespace support {

/// Perfect views of a mesh from the standard ring: its texture or vertex colours, unlit, and normals for the anchors.
/// The mesh must lie in what the ring sees.
core::views::ViewSet ring_views(const core::mesh::Mesh& mesh, int size_px = 256,
                                const core::geometry::RingGeometry& ring = {});

/// The same without in-betweens.
core::views::ViewSet anchor_views(const core::mesh::Mesh& mesh, int size_px = 256,
                                  const core::geometry::RingGeometry& ring = {});

}  // namespace support
