// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/image/image.h"

namespace core::image {

/// Box of the pixels with alpha > 0, as [left, right) x [top, bottom); all 0 if there are none.
struct AlphaBox {
  int left = 0, top = 0, right = 0, bottom = 0;
  int width() const { return right - left; }
  int height() const { return bottom - top; }
  bool is_empty() const { return width() <= 0 || height() <= 0; }
};
AlphaBox alpha_box(const Image8& rgba, std::uint8_t threshold = 0);

/// Alpha of an RGBA picture as a picture of one channel.
Image8 alpha_of(const Image8& rgba);

/// The colours of an RGBA picture under another alpha: the last channel of `alpha`, of the same size.
Image8 with_alpha(Image8 rgba, const Image8& alpha);

/// RGB picture of a straight RGBA picture over white.
Image8 over_white(const Image8& rgba);

/// Gives fully transparent pixels the colour of the nearest pixels that are not (push and pull), so that filtering
/// across the silhouette mixes in no background. Alpha stays.
Image8 bleed_color(const Image8& rgba);

/// Intersection over union of the pixels with alpha >= 128. 1 if both are empty.
/// @throws Error(Usage) if sizes differ
double mask_iou(const Image8& rgba_a, const Image8& rgba_b);

}  // namespace core::image
