// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/image/image.h"

namespace core::sketch {

/// Height of the surface over the smooth body as the photo's light and dark suggest it: the middle frequencies of its
/// luminance, fading out towards the outline so that no silhouette changes. In pixels, positive towards the camera.
/// @param rgba      view 0
/// @param distance  signed distance to its outline (outline_field.h); the result has its size
/// @param strength  0..1; 0 gives an empty picture
image::ImageF relief_of(const image::Image8& rgba, const image::ImageF& distance, float strength);

}  // namespace core::sketch
