// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/geometry/camera.h"
#include "core/sketch/front_profile.h"

namespace core::sketch {

/// A body that stands upright on the plane y = 0 (its half depth depends on x and z only) is seen larger than its
/// outline in that plane by a camera at finite distance: its near flank reaches further out, or around holes its far
/// flank further in. The lean says for every pixel how far towards the camera (pixels; negative: away) the plane must
/// be taken to stand for that ray, so that the silhouette is the outline again: exact at the outline, continued
/// smoothly elsewhere.
image::ImageF outline_lean(const FrontProfile& profile, const geometry::Camera& camera);

}  // namespace core::sketch
