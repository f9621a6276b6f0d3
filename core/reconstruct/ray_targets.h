// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <compare>
#include <cstdint>
#include <vector>

#include "core/geometry/camera.h"
#include "core/image/image.h"
#include "core/views/view_set.h"

namespace core::reconstruct {

/// What one view asks of the surface, at one resolution.
struct ViewTarget {
  int view = 0;
  float mask_weight = 0.0f;    ///< trust
  float normal_weight = 0.0f;  ///< 0 for views without normals
  geometry::Camera camera;
  std::vector<float> mask;      ///< 0..1 per pixel
  std::vector<float> distance;  ///< of each pixel's ray from the outline, in the world at the ring's axis; inside < 0
  std::vector<glm::vec3> normals;  ///< unit, world; zero where there is none
};

/// A square of pixels whose rays are marched together.
struct Tile {
  static constexpr int kSide = 8;
  std::uint16_t target = 0;    ///< index of its ViewTarget
  std::uint16_t y = 0, x = 0;  ///< of its first pixel
  friend auto operator<=>(const Tile&, const Tile&) = default;
};

struct RayTargets {
  std::vector<ViewTarget> views;
  std::vector<Tile> inner_tiles;    ///< anchor tiles on or near the object
  std::vector<Tile> outline_tiles;  ///< tiles of any view that the outline runs through
};

/// Targets at `size_px` (pictures are averaged down), without the views that trust mutes.
/// @param distances  image::outline_distance of each view that takes part, by index
/// @param uses_in_betweens  outlines of in-betweens take part
RayTargets make_targets(const views::ViewSet& views, const std::vector<image::ImageF>& distances, int size_px,
                        bool uses_in_betweens);

}  // namespace core::reconstruct
