// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "core/image/image.h"
#include "core/sketch/palette.h"
#include "core/sketch/ring_picture.h"
#include "core/sketch/seed_variation.h"
#include "core/sketch/sketch_options.h"

namespace core::sketch {

/// The colours of a whole body, made of one picture or several: each picture's own where it sees the surface, softer
/// and softer where it grazes it, and paint of the artist's choice where no picture looks.
class SurfacePaint {
 public:
  /// @param front     view 0
  /// @param pictures  front first, then the artist's own; kept by reference
  SurfacePaint(const image::Image8& front, const std::vector<RingPicture>& pictures, Unseen unseen);

  struct Painted {
    glm::vec3 color;    ///< sRGB 0..1
    float seen = 0.0f;  ///< how much of it a picture says, 0..1
  };
  Painted at(const SurfacePoint& point, const SeedVariation& variation) const;

  const std::vector<PaletteColor>& palette() const { return palette_; }

 private:
  glm::vec3 outline_color(const glm::vec2& point_px) const;

  const std::vector<RingPicture>& pictures_;
  Unseen unseen_;
  std::vector<PaletteColor> palette_;
  image::ImageF from_outline_;
};

}  // namespace core::sketch
