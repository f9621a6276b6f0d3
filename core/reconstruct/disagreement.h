// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "core/base/run_context.h"
#include "core/mesh/surface.h"
#include "core/views/view_set.h"

namespace core::reconstruct {

/// Maps of disagreement go up to here: normals that lie so far apart, or outlines, in pixels of a view of 256.
inline constexpr float kFullDisagreementDeg = 30.0f, kFullDisagreementPx = 4.0f;

/// What one view says of a surface.
struct ViewFit {
  mesh::Disagreement row;
  /// Share of the pixels that both show whose normals lie more than kFullDisagreementDeg apart: how much of a fold or a
  /// part is missing. 0 for views without normals.
  float far_normals = 0.0f;
};

/// How each present view disagrees with a surface: mean distance between the outlines (area of the difference by the
/// outline's length) and angles between the normals where both have one.
std::vector<ViewFit> measure_fit(const mesh::Mesh& surface, const views::ViewSet& views, const RunContext& context);

/// The rows of measure_fit.
std::vector<mesh::Disagreement> measure_disagreement(const mesh::Mesh& surface, const views::ViewSet& views,
                                                     const RunContext& context);

/// Where one view disagrees: RGBA of the view's size in colours of image::ramp_color, transparent where neither shows
/// anything. Angles between normals up to kFullDisagreementDeg; what only one of the two shows disagrees fully.
/// @param surface  with normals
image::Image8 disagreement_picture(const mesh::Mesh& surface, const views::View& view,
                                   const geometry::RingGeometry& ring);

}  // namespace core::reconstruct
