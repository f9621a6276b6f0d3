// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/run_context.h"
#include "core/geometry/camera.h"
#include "core/image/image.h"
#include "core/reconstruct/sdf_volume.h"

namespace core::reconstruct {

/// Moves the zero set of a solved field by up to two pixels so that its silhouette in one view meets the outline of
/// that view. The solve weighs all views against smoothness and leaves fractions of a pixel, which on legs a few pixels
/// thin is much of the silhouette; here a picture that was given, not drawn, has the last word about its outline.
///
/// Along the ray of a pixel the smallest f z / focal is the field's distance from its own outline; what it differs from
/// `distance` is added to the field where the ray comes closest to the surface.
///
/// @param camera    of the view, with the size of `distance`
/// @param distance  image::outline_distance of the view
/// @param strength  0..1, share of the difference that is made good
void fit_outline(const geometry::Camera& camera, const image::ImageF& distance, float strength, DenseField& field,
                 const RunContext& context);

}  // namespace core::reconstruct
