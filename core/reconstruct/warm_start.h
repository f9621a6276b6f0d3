// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "core/mesh/surface.h"
#include "core/reconstruct/ray_targets.h"
#include "core/reconstruct/sdf_volume.h"

/// What a solve does that starts from an earlier surface, most of which stays.
namespace core::reconstruct {

/// What of an earlier surface has to be solved again.
struct Change {
  std::vector<int> anchors;  ///< those that the surface does not fit as well as the others
  bool is_small = false;     ///< the finest level alone reaches that far
};

/// @param rows  how the views disagree with the surface; none at all gives no anchors
Change change_of(const std::vector<mesh::Disagreement>& rows);

/// Leaves the tiles of views up to the next anchor on either side of the given ones; all if none is given.
void keep_tiles_of(const std::vector<int>& anchors, RayTargets& targets);

/// Adds to a field of twice the resolution what changed between two coarser ones.
void add_change(const DenseField& before, const DenseField& after, DenseField& field);

}  // namespace core::reconstruct
