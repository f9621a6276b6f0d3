// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <optional>

#include "core/mesh/mesh.h"
#include "core/reconstruct/ray_targets.h"

namespace core::reconstruct {

/// How far the normals of neighbouring anchors lie apart where both see the same point of a surface: the angle, in
/// degrees, that nine of ten points exceed. Where a coarse surface puts a point wrongly, two normals say little; maps
/// that contradict one another differ nearly everywhere. Those of one true object give 0 to 1 degree, maps with errors
/// of 5 and 10 degrees about 4 and 8 (bench robust).
/// @return  nothing if hardly any point is seen twice
std::optional<float> normal_disagreement_deg(const mesh::Mesh& surface, const RayTargets& targets);

}  // namespace core::reconstruct
