// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <vector>

#include "core/base/run_context.h"
#include "core/geometry/view_ring.h"
#include "core/image/image.h"
#include "core/mesh/mesh.h"
#include "core/sketch/sketch_options.h"

namespace core::sketch {

/// What one view of the ring says about the object's extent.
struct Outline {
  int view = 0;            ///< 0..31
  image::ImageF coverage;  ///< alpha 0..1, one channel, square
};

/// What a body is made of.
struct BodyRequest {
  geometry::RingGeometry ring;
  std::vector<Outline> outlines;  ///< view 0 first, then the artist's own; all of one size
  float depth = 1.0f;             ///< of what the outlines leave open, relative to the usual depth
  /// Height of the front surface over the smooth body, in pixels of view 0 (positive: towards the camera); empty
  /// without relief.
  image::ImageF relief_px;
};

/// Makes a closed body of outlines. Implementations keep no state: equal requests give equal bodies.
class BodyEstimator {
 public:
  virtual ~BodyEstimator() = default;

  /// A watertight mesh in the ring world with smooth normals, centred about y = 0 where no outline says otherwise,
  /// whose silhouettes seen by the ring's cameras are the outlines.
  /// @throws Error(Empty) if the outlines leave no volume; Cancelled
  virtual mesh::Mesh estimate(const BodyRequest& request, const RunContext& context) const = 0;
};

/// The body for one picture (Inflated, Lathe or Extruded; Auto is a usage error), or for several when `num_outlines`
/// > 1.
std::unique_ptr<BodyEstimator> make_body_estimator(Body body, std::size_t num_outlines);

}  // namespace core::sketch
