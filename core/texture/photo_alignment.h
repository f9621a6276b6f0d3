// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <glm/vec2.hpp>

#include "core/image/image.h"

namespace core::texture {

/// Takes a place in one picture (0..1) to the same place in another: scale * at + offset.
struct PictureMap {
  glm::vec2 scale{1.0f};
  glm::vec2 offset{0.0f};
  glm::vec2 operator()(const glm::vec2& at) const { return scale * at + offset; }
};

/// From the front view to the photo in its own resolution. Both are framed alike, but each was rounded to its own whole
/// pixels, so that they lie up to about a view's pixel apart. The identity if the pictures cannot be told to match
/// better otherwise.
///
/// @param photo, view  square RGBA, straight alpha
///
/// Source: Lucas, Kanade 1981, "An iterative image registration technique with an application to stereo vision".
PictureMap align_photo(const image::Image8& photo, const image::Image8& view);

}  // namespace core::texture
