// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/views/canvas_move.h"

#include <algorithm>
#include <cmath>

#include "core/image/resize.h"

namespace core::views {

void paste(image::Image8& canvas, const image::Image8& picture, int left, int top) {
  for (int y = 0; y < picture.height(); ++y) {
    for (int x = 0; x < picture.width(); ++x) {
      if (!canvas.contains(left + x, top + y)) continue;
      std::copy_n(picture.pixel(x, y), picture.channels(), canvas.pixel(left + x, top + y));
    }
  }
}

image::Image8 moved(const image::Image8& canvas, const CanvasMove& move) {
  const auto scaled_px = [&](int side) {
    return std::max(1, static_cast<int>(std::lround(move.scale * static_cast<float>(side))));
  };
  const auto shift_px = [](float share, int side) {
    return static_cast<int>(std::lround(share * static_cast<float>(side)));
  };
  const int width = scaled_px(canvas.width()), height = scaled_px(canvas.height());
  image::Image8 result(canvas.width(), canvas.height(), 4);
  paste(result, image::resize(canvas, width, height),
        (canvas.width() - width) / 2 + shift_px(move.right, canvas.width()),
        (canvas.height() - height) / 2 + shift_px(move.down, canvas.height()));
  return result;
}

}  // namespace core::views
