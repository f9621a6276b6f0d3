// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/image/image.h"

namespace core::matting {

/// Clears the parts of a mask (one channel, nonzero = object, joined over 8 neighbours) whose area is under `min_share`
/// of the largest part's.
void keep_main_parts(image::Image8& mask, double min_share);

}  // namespace core::matting
