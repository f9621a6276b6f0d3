// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "core/mesh/surface.h"
#include "core/reconstruct/disagreement.h"
#include "core/reconstruct/ray_targets.h"

/// What a solve does that starts from an earlier surface, most of which stays.
namespace core::reconstruct {

/// How far a surface is from where the views want it.
enum class Distance {
  Small,  ///< the finest level reaches that far
  Far,    ///< only coarser levels do
  Apart,  ///< folds and parts may be missing, which no level finds again from there
};

/// What of an earlier surface has to be solved again.
struct Change {
  std::vector<int> anchors;  ///< new ones, and those that differ from what the surface was solved from
  Distance distance = Distance::Small;
};

/// @param before  how the views that the surface was solved from disagree with it
/// @param now     how today's do; an anchor in equal rows did not change
Change change_of(const std::vector<mesh::Disagreement>& before, const std::vector<ViewFit>& now);

/// Leaves the tiles of views up to the next anchor on either side of the given ones; all if none is given.
void keep_tiles_of(const std::vector<int>& anchors, RayTargets& targets);

}  // namespace core::reconstruct
