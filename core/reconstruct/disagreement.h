// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "core/base/run_context.h"
#include "core/mesh/surface.h"
#include "core/views/view_set.h"

namespace core::reconstruct {

/// How each present view disagrees with a surface: mean distance between the outlines (area of the difference by the
/// outline's length) and mean angle between the normals where both have one.
std::vector<mesh::Disagreement> measure_disagreement(const mesh::Mesh& surface, const views::ViewSet& views,
                                                     const RunContext& context);

}  // namespace core::reconstruct
