// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <vector>

#include "core/image/image.h"

namespace core::io {

/// Coverage of an object drawn over white, one byte a pixel, for views that come without a mask. White that touches the
/// border is background, and so are enclosed regions of pure white that are too large for a highlight; a light object
/// stays solid. Along the edge the coverage is how far a pixel lies between white and the object's colour beside it.
/// @param picture  RGB or RGBA (its alpha is not looked at)
std::vector<std::uint8_t> alpha_over_white(const image::Image8& picture);

}  // namespace core::io
