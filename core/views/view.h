// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "core/base/content_key.h"
#include "core/image/image.h"

namespace core::views {

/// One drawn view of the ring: what a source made, a folder held or the artist drew. Never changed after it is shared.
struct View {
  int index = 0;           ///< 0..31
  image::Image8 rgba;      ///< colour, straight alpha, no background mixed in; square
  image::Image8 normal;    ///< normals with alpha (normal_map.h), same size; empty for in-betweens without
  std::uint64_t seed = 0;  ///< what it was drawn from
  bool own = false;        ///< the artist's own picture
  /// RGB pictures that rgba and normal were cut out of, nearly white around the object; what networks look at. Empty
  /// for sources that draw the object alone.
  image::Image8 uncut_rgb, uncut_normal;

  bool has_normal() const { return !normal.is_empty(); }
};

using ViewPtr = std::shared_ptr<const View>;

/// RGB on white, as networks look at it: what the view was cut out of, or its colours or normals over white.
image::Image8 color_on_white(const View& view);
/// @pre has_normal()
image::Image8 normal_on_white(const View& view);

/// Key of everything in the view that later stages read (index, pictures, own; not the seed, nor what the pictures
/// were cut out of).
ContentKey content_key(const View& view);

/// "Front", "45° right", "Right", "135° right", "Back", "135° left", "Left", "45° left"; in-betweens "11.25° right".
/// UTF-8.
std::string view_name(int index);

}  // namespace core::views
