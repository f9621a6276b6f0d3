// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/cascade/drawn_view.h"

#include <algorithm>

#include "core/matting/cut_out.h"

namespace core::cascade {
namespace {

/// Gives the colours at least the coverage of the normals.
void widen_alpha(const image::Image8& normal, const image::Image8& color_on_white, image::Image8& rgba) {
  for (std::size_t i = 0; i < rgba.num_pixels(); ++i) {
    const int alpha = normal.data()[4 * i + 3];
    std::uint8_t* out = rgba.data().data() + 4 * i;
    if (alpha <= out[3]) continue;
    out[3] = static_cast<std::uint8_t>(alpha);
    for (std::size_t c = 0; c < 3; ++c) {
      const int white_share = 255 - color_on_white.data()[3 * i + c];
      out[c] = static_cast<std::uint8_t>(std::clamp(255 - (255 * white_share + alpha / 2) / alpha, 0, 255));
    }
  }
}

void whiten_outside(image::Image8& normal) {
  for (std::size_t i = 0; i < normal.num_pixels(); ++i) {
    if (normal.data()[4 * i + 3] == 0) std::fill_n(normal.data().data() + 4 * i, 3, std::uint8_t{255});
  }
}

/// `drawn` where the mask is white, `kept` where it is black.
image::Image8 blended(const image::Image8& kept, const image::Image8& drawn, const image::Image8& mask) {
  image::Image8 result = kept;
  const auto num_channels = static_cast<std::size_t>(kept.channels());
  for (std::size_t i = 0; i < result.data().size(); ++i) {
    const int share = mask.data()[i / num_channels];
    result.data()[i] =
        static_cast<std::uint8_t>((share * drawn.data()[i] + (255 - share) * kept.data()[i] + 127) / 255);
  }
  return result;
}

/// Takes the pixels back that were not to be drawn.
void restore_outside(const image::Image8& kept, const image::Image8& mask, image::Image8& picture) {
  for (std::size_t i = 0; i < mask.num_pixels(); ++i) {
    if (mask.data()[i] == 0) std::copy_n(kept.data().data() + 4 * i, 4, picture.data().data() + 4 * i);
  }
}

}  // namespace

views::View view_of_drawing(int index, std::uint64_t seed, image::Image8 color, image::Image8 normal) {
  views::View view;
  view.index = index;
  view.seed = seed;
  view.rgba = matting::remove_white(color);
  view.normal = matting::remove_white(normal);
  widen_alpha(view.normal, color, view.rgba);
  whiten_outside(view.normal);
  view.uncut_rgb = std::move(color);
  view.uncut_normal = std::move(normal);
  return view;
}

views::View view_of_drawing_in_region(const views::AnchorRegion& region, std::uint64_t seed, const image::Image8& color,
                                      const image::Image8& normal) {
  const views::View& kept = *region.view;
  const bool keeps_normal = kept.has_normal();
  views::View view =
      view_of_drawing(kept.index, seed, blended(views::color_on_white(kept), color, region.mask),
                      keeps_normal ? blended(views::normal_on_white(kept), normal, region.mask) : normal);
  restore_outside(kept.rgba, region.mask, view.rgba);
  if (keeps_normal) restore_outside(kept.normal, region.mask, view.normal);
  return view;
}

}  // namespace core::cascade
