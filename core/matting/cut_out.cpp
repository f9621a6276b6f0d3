// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/matting/cut_out.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/image/alpha.h"
#include "core/matting/grab_cut.h"
#include "core/matting/plain_background.h"

namespace core::matting {
namespace {

void check_hints(const image::Image8& rgba, const CutOutHints& hints) {
  if (rgba.is_empty() || rgba.channels() != 4) throw Error(ErrorCode::Usage, "A cut-out needs an RGBA picture.");
  if (!hints.strokes.is_empty() && (hints.strokes.width() != rgba.width() || hints.strokes.height() != rgba.height())) {
    throw Error(ErrorCode::Usage, "The strokes must have the size of the picture.");
  }
  if (hints.box && (hints.box->right - hints.box->left < 2 || hints.box->bottom - hints.box->top < 2)) {
    throw Error(ErrorCode::Usage, "The box around the object is empty. Draw it again.");
  }
}

void clear_outside(image::Image8& rgba, const Box& box) {
  for (int y = 0; y < rgba.height(); ++y) {
    for (int x = 0; x < rgba.width(); ++x) {
      if (x < box.left || x >= box.right || y < box.top || y >= box.bottom)
        std::fill_n(rgba.pixel(x, y), 4, std::uint8_t{0});
    }
  }
}

/// Strokes have the last word where they were painted.
void apply_strokes(image::Image8& cutout, const image::Image8& picture, const image::Image8& strokes) {
  if (strokes.is_empty()) return;
  for (int y = 0; y < cutout.height(); ++y) {
    for (int x = 0; x < cutout.width(); ++x) {
      if (strokes.at(x, y) == 1 && cutout.at(x, y, 3) < 255) {
        std::copy_n(picture.pixel(x, y), 3, cutout.pixel(x, y));
        cutout.at(x, y, 3) = 255;
      } else if (strokes.at(x, y) == 2) {
        std::fill_n(cutout.pixel(x, y), 4, std::uint8_t{0});
      }
    }
  }
}

}  // namespace

image::Image8 cut_out(const image::Image8& rgba, bool has_alpha, const CutOutHints& hints, const RunContext& context) {
  check_hints(rgba, hints);
  context.checkpoint();
  image::Image8 result;
  if (has_alpha) {
    result = rgba;
  } else if (const auto plain = find_plain_background(rgba)) {
    result = remove_plain_background(rgba, *plain);
  } else {
    result = grab_cut(rgba, hints, context);
  }
  if (hints.box) clear_outside(result, *hints.box);
  apply_strokes(result, rgba, hints.strokes);
  if (image::alpha_box(result, 127).is_empty()) {
    throw Error(
        ErrorCode::Empty,
        "The cut-out is empty. Paint the object with the brush, or give a picture with a transparent background.");
  }
  context.report(1, 1);
  return result;
}

image::Image8 remove_white(const image::Image8& picture) {
  image::Image8 rgba(picture.width(), picture.height(), 4, 255);
  for (std::size_t i = 0; i < picture.num_pixels(); ++i) {
    std::copy_n(picture.data().data() + i * static_cast<std::size_t>(picture.channels()), 3,
                rgba.data().data() + 4 * i);
  }
  return remove_plain_background(rgba, {{255, 255, 255}, 5});
}

}  // namespace core::matting
