// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/image/image.h"

namespace core::views {

/// How what lies on a canvas is placed anew: scaled about the canvas's middle, then moved by shares of the canvas.
struct CanvasMove {
  float scale = 1.0f, right = 0.0f, down = 0.0f;

  bool operator==(const CanvasMove&) const = default;
};

/// What a canvas shows, placed anew (Pillow bicubic, premultiplied); transparent where nothing is. What leaves the
/// canvas is lost.
/// @param canvas  RGBA
image::Image8 moved(const image::Image8& canvas, const CanvasMove& move);

/// Copies the part of a picture that lies on the canvas. @param left, top  of the picture, may lie outside
void paste(image::Image8& canvas, const image::Image8& picture, int left, int top);

}  // namespace core::views
