// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/run_context.h"
#include "core/image/image.h"
#include "core/mesh/mesh.h"
#include "core/views/view_set.h"

namespace core::texture {

/// Corrects a painted texture until the surface, drawn again by the cameras of the views, shows their pixels: what a
/// pixel differs by goes back to the texels it was drawn from, several times. Each view sees the surface through
/// another grid of pixels, so that together they tell more than one of them; the colours blended before hold what no
/// view sees.
///
/// A view's say in a texel is its facing_weight, half of it for in-betweens, and falls off where the view differs so
/// much that it must show something else. What the photo has painted with detail that no view has is held as it is.
/// Pixels at the outline or across a step in depth are left alone. Of pictures of more than 512 pixels a side only
/// anchors are asked. Texels between charts are not brought along.
///
/// @param unfolded  positions, normals, uvs, faces
/// @param texture   its texture: 3 channels, painted; corrected in place
///
/// Source: Irani, Peleg 1991, "Improving resolution by image registration"; the weights of differences: Geman, McClure
/// 1987, "Statistical methods for tomographic image reconstruction".
void fit_to_views(const mesh::Mesh& unfolded, const views::ViewSet& views, image::Image8& texture,
                  const RunContext& context);

}  // namespace core::texture
