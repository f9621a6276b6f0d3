// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/run_context.h"
#include "core/image/image.h"
#include "core/texture/atlas.h"
#include "core/texture/view_blend.h"

namespace core::texture {

/// Paints the texture of an unfolded surface: every texel of a chart, and those around it that filtering reads, takes
/// the colour that `blend` gives the point of the surface it stands for. What no view shows is spread over the surface
/// from what is seen around it. Texels between charts take the colour of the nearest chart. RGB, sRGB. Detail comes
/// from the best view, coarse colour from all views that agree (two bands, split on the surface); then it is fitted to
/// all views (see view_fit.h).
///
/// @param welded  the mesh the atlas was made of: positions, normals, faces
/// @param blend   of the same views; gets the views prepared that are needed
///
/// Source: Burt, Adelson 1983, "A multiresolution spline with application to image mosaics", with two bands.
image::Image8 bake(const mesh::Mesh& welded, const Atlas& atlas, int texture_px, const views::ViewSet& views,
                   ViewBlend& blend, const RunContext& context);

}  // namespace core::texture
