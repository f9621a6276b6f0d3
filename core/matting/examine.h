// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "core/image/image.h"

namespace core::matting {

/// What stands in the way of a good mesh in a picture and its cut-out.
struct Finding {
  enum class Kind {
    TouchesBorder,   ///< the object is cut off by the picture's border; amount: pixels of the cut
    Small,           ///< amount: pixels of the object's longer side
    SeveralObjects,  ///< amount: how many
    Blurred,         ///< amount: how steep its edges are, in percent of a step from pixel to pixel
    LowContrast,     ///< amount: percent of the outline along which object and background look alike
  };
  Kind kind = Kind::Small;
  int amount = 0;
  bool operator==(const Finding&) const = default;
};
using Findings = std::vector<Finding>;

inline constexpr int kSmallObject_px = 128;

/// Looks a picture over. Pure. A cut-out that fills the picture to all four borders is one that was cropped to its
/// object, and touches none.
/// @param picture  RGBA as it was opened
/// @param cutout   RGBA of the same size: cut_out() of the picture; something is left in it
/// @throws Error(Usage) for another size
Findings examine(const image::Image8& picture, const image::Image8& cutout);

}  // namespace core::matting
