// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/image/image.h"

namespace core::sketch {

/// What the outline of a picture says about the kind of body it belongs to.
struct SilhouetteFeatures {
  float symmetry = 0.0f;      ///< overlap (IoU) of the silhouette and its mirror image about the best upright axis
  float solidity = 0.0f;      ///< share of the rows' extents that lies in each row's largest run: 1 without gaps
  float straightness = 0.0f;  ///< share of the outline that runs in long straight stretches
  float flatness = 0.0f;      ///< share of the picture's area in a few even colours with hard edges, as drawings have
};

/// @param coverage  of the picture (outline_field.h)
SilhouetteFeatures silhouette_features(const image::Image8& rgba, const image::ImageF& coverage);

}  // namespace core::sketch
