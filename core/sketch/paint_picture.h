// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <glm/vec2.hpp>
#include <glm/vec3.hpp>
#include <vector>

#include "core/image/image.h"

namespace core::sketch {

/// A picture as paint for a body: its colours continued beyond the outline, sharp and in ever softer versions. The
/// softer ones lean on what lies a little inside, so that drawn contours and soft edges of the cut-out do not colour
/// the flanks.
class PaintPicture {
 public:
  /// @param rgba         straight alpha; square
  /// @param num_softer   softer versions beside the sharp one; each smears twice as far as the one before
  explicit PaintPicture(const image::Image8& rgba, int num_softer = kNumSofter);

  static constexpr int kNumSofter = 5;
  /// Colour (sRGB 0..1) at pixel coordinates. Softness 0 is the picture itself; each step up to num_softer doubles the
  /// length over which colours are smeared, to about 30 pixels of a picture of 256.
  glm::vec3 color(const glm::vec2& point_px, float softness) const;
  int size_px() const { return levels_.front().width(); }

 private:
  std::vector<image::ImageF> levels_;
};

/// Colours of a band along the outline, drawn over the inside as smoothly as can be (the solution of Laplace's
/// equation). Three channels, sRGB 0..1, defined everywhere.
image::ImageF filled_from_outline(const image::Image8& rgba);

}  // namespace core::sketch
