// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <optional>

#include "core/image/image.h"

namespace core::matting {

/// A background without pattern, as the border of a picture shows it: one colour, or colours that change slowly
/// (a gradient, a vignette).
struct PlainBackground {
  image::ImageF color;  ///< RGB, 0..255: one pixel, or a coarse picture that is stretched over the whole
  int tolerance = 0;    ///< largest channel difference that is still background
  int halo = 0;         ///< the same for pixels right beside sure background, where compression leaves traces
};

/// The plain background of a picture; none if its border shows a pattern, strong noise or several things.
/// @param rgba  alpha is not looked at
std::optional<PlainBackground> find_plain_background(const image::Image8& rgba);

}  // namespace core::matting
