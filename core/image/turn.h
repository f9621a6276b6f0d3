// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/image/image.h"

namespace core::image {

/// A picture turned clockwise about its middle, on a sheet that is just large enough: bilinear, RGBA in premultiplied
/// form. What the picture does not reach is transparent, and white without an alpha channel. 0 degrees give the picture
/// as it is.
/// @param picture  RGB or RGBA
Image8 turned(Image8 picture, float turn_deg);

}  // namespace core::image
