// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/views/view_set.h"

namespace core::reconstruct {

/// What the outlines alone say about the cameras of a ring.
///
/// Only the field of view can be told. A ring twice as far away around a body twice as large gives the same pictures,
/// so the distance is the unit of length: it stays as given, and with a wrong one the body comes out larger or smaller
/// by the same factor and is otherwise right. The field of view says how much larger near parts look than far ones, and
/// a wrong one makes the views contradict each other.
struct RingEstimate {
  geometry::RingGeometry ring;   ///< the given distance, and the field of view that fits best
  float fov_error_deg = 0.0f;    ///< standard error, by leaving out an eighth of the ring at a time
  float misfit_given_px = 0.0f;  ///< how far apart tangents lie that should meet, with the given ring ...
  float misfit_found_px = 0.0f;  ///< ... and with the found one
  bool is_sure = false;          ///< differs from the given ring by clearly more than its error, and fits better
};

/// Estimates the ring from where outlines touch common tangent planes: the plane through two cameras that touches the
/// body from above (or below) must touch both outlines, so both give it the same slope. Bodies that look the same from
/// all sides, such as balls and vases, say nothing; the estimate is then not sure. Neither is one from few views.
/// Views without trust, empty ones and those cut by the border of the picture are left out. Some milliseconds.
///
/// Source: epipolar tangencies at frontier points: Porrill, Pollard 1991, "Curve matching and stereo calibration";
/// Mendonca, Wong, Cipolla 2001, "Epipolar geometry from profiles under circular motion".
RingEstimate estimate_ring(const views::ViewSet& views);

}  // namespace core::reconstruct
