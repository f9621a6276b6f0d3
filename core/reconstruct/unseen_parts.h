// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <vector>

#include "core/base/run_context.h"
#include "core/mesh/mesh.h"
#include "core/reconstruct/view_depths.h"
#include "core/views/view_set.h"

namespace core::reconstruct {

/// Vertices that no view of the set sees, or only at a grazing angle: caps above and below, which a ring of cameras at
/// elevation 0 cannot look at, and insides.
/// @param surface  with normals
/// @param depths   of the surface
/// @param edge     usual length of the surface's edges, world units
std::vector<bool> unseen_vertices(const mesh::Mesh& surface, std::span<const ViewDepth> depths, float edge);

/// Lets the parts that no view sees bend as little as they can without leaving the outlines. The solve has only
/// smoothness to go by there, and leaves folds of the visual hull. Normals follow.
/// @param distances  image::outline_distance of each view, by index; empty for views to leave out
void make_unseen_parts_fair(mesh::Mesh& surface, std::span<const ViewDepth> depths, const views::ViewSet& views,
                            const std::vector<image::ImageF>& distances, float edge, const RunContext& context);

}  // namespace core::reconstruct
