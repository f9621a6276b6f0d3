// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/geometry/camera.h"

/// The 32 standard views: a ring of cameras around the object at elevation 0.
///
/// World frame: z up, right-handed. View 0 stands at (0, -distance, 0) and looks along +y, so that the right of its
/// picture is +x. View k has azimuth 11.25 k degrees; a growing azimuth moves the camera towards the right of the
/// picture: C = distance * (sin a, -cos a, 0). Every fourth view is an anchor.
///
/// Source: the original's cameras, reference/stage3-reconstruction.md 1.1 (principal point in the centre instead of
/// 510).
namespace core::geometry {

inline constexpr int kNumViews = 32;
inline constexpr int kNumAnchors = 8;
inline constexpr int kViewsPerAnchor = kNumViews / kNumAnchors;

/// What the cameras of a ring have in common.
struct RingGeometry {
  float distance = 1.3f;  ///< from the origin, world units
  float fov_deg = 39.6f;  ///< full field of view, both directions
};

constexpr bool is_anchor(int view) { return view % kViewsPerAnchor == 0; }
/// Azimuth of a view, 0 <= a < 360.
constexpr float azimuth_deg(int view) { return 11.25f * static_cast<float>(view); }

/// Camera at an azimuth and elevation (positive: above) that looks at the origin. Square picture.
Camera ring_camera(float azimuth_deg, float elevation_deg, int size_px, const RingGeometry& ring = {});

/// Camera of view k in 0..31.
Camera view_camera(int view, int size_px, const RingGeometry& ring = {});

/// Half of what the ring's cameras see at the plane through the origin: distance * tan(fov / 2); 0.468 by default.
float half_extent_at_origin(const RingGeometry& ring);

}  // namespace core::geometry
