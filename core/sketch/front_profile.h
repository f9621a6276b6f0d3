// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/geometry/camera.h"
#include "core/geometry/view_ring.h"
#include "core/image/image.h"
#include "core/sketch/sketch_options.h"

namespace core::sketch {

/// Half depth of an inflated body over the square root of its membrane's height: what measures best over sample meshes
/// and shapes made by program (body_bench.h).
inline constexpr float kInflatedDepth = 0.98f;

/// The shape of a body over the picture of view 0: front and back lie at the same distance from the plane y = 0 along
/// each of the front camera's rays.
struct FrontProfile {
  image::ImageF half_depth_sq;    ///< square of the half depth, square pixels; negative outside the outline
  image::ImageF distance;         ///< signed distance to the outline, pixels, negative inside
  float plate_half_depth = 0.0f;  ///< of an extruded body, pixels; 0 for the others
  float plate_edge = 0.0f;        ///< radius of its edge, pixels
  bool has_flat_ends = false;     ///< the outline cuts the body off where the half depth does not fall to zero

  /// Half depth at a pixel, 0 outside.
  float half_depth_at(int x, int y) const;
};

/// @param body      Inflated, Lathe or Extruded
/// @param coverage  alpha of view 0 (outline_field.h)
FrontProfile front_profile(Body body, const image::ImageF& coverage, float depth);

/// Size of a pixel of a ring camera's picture at the origin, world units.
float pixel_at_origin(const geometry::RingGeometry& ring, int size_px);

}  // namespace core::sketch
