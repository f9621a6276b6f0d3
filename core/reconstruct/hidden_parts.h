// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <span>

#include "core/reconstruct/sdf_volume.h"
#include "core/reconstruct/view_depths.h"

namespace core::reconstruct {

/// Gives a solved field back what it lost of thin parts of the visual hull, such as the seat of a chair, where no view
/// sees or sees past it: nothing there speaks for the loss, while the inside of thin parts is worn away by every bump
/// that reaches into a grazing ray.
/// @param hull       the visual hull, of any resolution
/// @param max_depth  hull points without any point deeper than this near them are thin (world units)
/// @param depths     of the field's zero surface
/// @returns how many voxels came back
std::size_t restore_hidden_parts(const DenseField& hull, float max_depth, std::span<const ViewDepth> depths,
                                 DenseField& field);

}  // namespace core::reconstruct
