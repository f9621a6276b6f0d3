// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/sketch/body_estimator.h"

namespace core::sketch {

/// A body that respects several outlines: view 0 and those of the artist's own pictures.
///
/// Every outline's membrane, divided by its crest along the same pixel row, tells how near the middle of its silhouette
/// a place is: v = 1 on the crest, 0 on the outline. 1 - v is the square of a coordinate across the line of sight; the
/// body is where the sum of two such squares, from the front and from the outline most square to it, is below 1: an
/// ellipse between the extents that the two leave. A part that is narrow in one outline lies near the crest of the
/// other. Oblique outlines tell how boxy the sections are, and every outline cuts off what lies beyond it. A direction
/// that no outline measures is inflated.
class OwnOutlinesEstimator final : public BodyEstimator {
 public:
  mesh::Mesh estimate(const BodyRequest& request, const RunContext& context) const override;
};

}  // namespace core::sketch
