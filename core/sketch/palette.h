// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <glm/vec3.hpp>
#include <vector>

#include "core/image/image.h"

namespace core::sketch {

/// One of a picture's main colours.
struct PaletteColor {
  glm::vec3 rgb;       ///< sRGB 0..1
  float share = 0.0f;  ///< of the opaque pixels
};

/// The main colours of the opaque pixels, largest share first; at most `max_colors`, at least one. Deterministic.
std::vector<PaletteColor> palette_of(const image::Image8& rgba, int max_colors = 6);

}  // namespace core::sketch
