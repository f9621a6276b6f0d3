// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/image/image.h"

namespace core::matting {

/// Clears the parts of a mask (one channel, nonzero = object, joined over 8 neighbours) whose area is under `min_share`
/// of the largest part's.
void keep_main_parts(image::Image8& mask, double min_share);

/// Number of parts of a mask whose area is at least `min_share` of the largest part's.
int num_main_parts(const image::Image8& mask, double min_share);

/// Leaves of a cut-out only its largest part (of pixels that are more than half covered) and the soft edge around it.
void keep_largest_part(image::Image8& cutout_rgba);

}  // namespace core::matting
