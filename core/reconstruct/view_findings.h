// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/run_context.h"
#include "core/mesh/mesh.h"
#include "core/mesh/view_findings.h"
#include "core/views/view_set.h"

namespace core::reconstruct {

/// What the views with trust above 0 say of each vertex of a surface, by the same measure as measure_disagreement: how
/// many show it, and the mean, weighted by trust, of how far each is off. A view is off by the angle between its normal
/// and the surface's where it has normals, and by the distance of its outline from vertices that lie on the surface's
/// own outline there or stick out of it (kFullDisagreementDeg or kFullDisagreementPx is 1, whichever is farther).
/// @param surface  any mesh in the ring world; normals are made where they are missing
mesh::ViewFindings find_in_views(const mesh::Mesh& surface, const views::ViewSet& views, const RunContext& context);

}  // namespace core::reconstruct
