// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <optional>

#include "core/base/run_context.h"
#include "core/image/image.h"

namespace core::matting {

/// Where the artist says the object is, in pixels of the picture.
struct Box {
  int left = 0, top = 0, right = 0, bottom = 0;
  bool operator==(const Box&) const = default;
};

/// What the artist says about the cut-out of one picture. Empty: everything automatic.
struct CutOutHints {
  std::optional<Box> box;
  /// What was painted over it (image/strokes.h); same size as the picture, or empty. Strokes have the last word.
  image::Image8 strokes;
  bool keeps_largest = false;  ///< of several objects only the largest stays
};

/// The object without its background: RGBA of the picture's size, straight alpha, colours free of background.
/// A picture whose alpha says something (has_alpha) is used as it is. Otherwise the background is modelled from the
/// border: a plain one (white included) is removed exactly, any other by GrabCut started from the border model or from
/// the box; edges are soft, holes stay holes.
/// @throws Error(Empty) if nothing is left; Cancelled
image::Image8 cut_out(const image::Image8& rgba, bool has_alpha, const CutOutHints& hints, const RunContext& context);

/// Removes a white background exactly (views of diffusion sources, folders without masks): RGB or RGBA in, RGBA out.
image::Image8 remove_white(const image::Image8& picture);

}  // namespace core::matting
