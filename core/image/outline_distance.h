// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/image/image.h"

namespace core::image {

/// Signed distance of every pixel centre, in pixels, to the outline: where coverage (one channel, 0..1), linear between
/// pixel centres, is one half. Negative inside. Exact to the outline's straight pieces within 5 pixels of it, to half a
/// pixel beyond; +-10000 at most, for pictures without an outline.
/// Source: Felzenszwalb, Huttenlocher 2012, "Distance transforms of sampled functions".
ImageF outline_distance(const ImageF& coverage);

/// The same for the alpha of an RGBA picture.
ImageF outline_distance(const Image8& rgba);

}  // namespace core::image
