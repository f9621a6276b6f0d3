// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/sketch/body_estimator.h"

namespace core::sketch {

/// A body that respects several outlines: view 0 and those of the artist's own pictures.
///
/// Every outline's membrane, divided by its crest along the same pixel row, tells how near the middle of its silhouette
/// a place is: v = 1 on the crest, 0 on the outline. Seen from azimuth a, 1 - v is the square of a coordinate across
/// the line of sight; the body is where the weighted sum of these squares is below 1, which is an ellipse between the
/// extents that the outlines leave. The weights make it a circle where all extents are equal. A part that is narrow in
/// one outline lies near the crest of the others. Where the outlines leave a direction open, an inflated depth stands
/// in for the one that is missing.
class OwnOutlinesEstimator final : public BodyEstimator {
 public:
  mesh::Mesh estimate(const BodyRequest& request, const RunContext& context) const override;
};

/// What the section between outlines is made of.
struct SectionWeights {
  std::vector<float> outlines;       ///< of each outline's square
  float missing = 0.0f;              ///< of the square along the direction no outline measures; 0 if none is missing
  float missing_azimuth_deg = 0.0f;  ///< a camera there would see it across
};

/// Weights with which squares measured across lines of sight at these azimuths add up to the squared distance, as
/// nearly as weights above zero can.
SectionWeights section_weights(const std::vector<float>& azimuths_deg);

}  // namespace core::sketch
