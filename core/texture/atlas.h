// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/run_context.h"
#include "core/mesh/mesh.h"
#include "core/texture/charts.h"
#include "core/views/view_set.h"

namespace core::texture {

/// A surface unfolded into one square texture.
struct Atlas {
  mesh::Mesh mesh;                           ///< positions, normals, uvs; vertices stand once per chart
  std::vector<std::uint32_t> source_vertex;  ///< of each vertex, in the mesh that was unfolded; faces keep their order
  std::vector<std::uint32_t> chart_of_face;
  std::vector<float> texel_share;  ///< per chart: side of a texel as a share of a view's side
};

/// Unfolds a surface into charts, each the picture of one direction's camera, scaled and packed without overlap, at
/// least 4 texels apart. What the front view sees is given more texels where the photo has more pixels than the views.
///
/// @param mesh        positions, normals, faces; equal positions welded
/// @param texture_px  side of the texture, >= 1. If even the smallest charts with their margins do not fit, margins
/// shrink.
Atlas unfold(const mesh::Mesh& mesh, const views::ViewSet& views, int texture_px, const RunContext& context);

/// Share of the texture that the faces of an unfolded mesh cover; 0 without texture coordinates.
double atlas_use(const mesh::Mesh& mesh);

}  // namespace core::texture
