// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "core/image/image.h"
#include "core/views/view_set.h"

namespace core::reconstruct {

/// Signed distance, in pixels, of each pixel centre to the outline (alpha = 1/2) of a picture; negative inside. Exact
/// Euclidean distances from outline points that are placed between pixels by their alpha. Source: Felzenszwalb,
/// Huttenlocher 2012, "Distance transforms of sampled functions".
image::ImageF signed_outline_distance(const image::Image8& rgba);

/// Bilinear sample of a one-channel picture at a point in pixels (centres at + 0.5), clamped at the border.
float sample_bilinear(const image::ImageF& picture, float x, float y);

}  // namespace core::reconstruct
