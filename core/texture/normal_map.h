// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/run_context.h"
#include "core/image/image.h"
#include "core/mesh/mesh.h"

namespace core::texture {

/// Gives a simplified surface the look of the dense one: for each texel, the dense surface's normal where it lies
/// across from the texel's point, in the tangent frame of mesh::corner_tangents (the conventions of MikkTSpace, green
/// up; x, y, z in -1..1 as 0..255, so that 128, 128, 255 changes nothing). RGB, not sRGB. Across means: where a ray
/// along the interpolated normal meets it first on either side; if none does nearby, at the nearest point. Texels
/// between charts take what the nearest chart has.
///
/// @param unfolded   positions, normals, uvs, faces; frames the normals
/// @param dense      positions, faces, closely around the same surface; its normals, or smooth ones if it has none
/// @param side_px    side of the map, >= 1
///
/// Source: Cohen, Olano, Manocha 1998, "Appearance-preserving simplification"; Cignoni, Montani, Rocchini, Scopigno
/// 1998, "A general method for preserving attribute values on simplified meshes", for the direction of the search.
image::Image8 bake_normal_map(const mesh::Mesh& unfolded, const mesh::Mesh& dense, int side_px,
                              const RunContext& context);

}  // namespace core::texture
