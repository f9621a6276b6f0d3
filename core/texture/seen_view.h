// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <glm/vec2.hpp>
#include <glm/vec3.hpp>
#include <optional>
#include <vector>

#include "core/geometry/camera.h"
#include "core/image/image.h"
#include "core/mesh/mesh.h"
#include "core/texture/photo_alignment.h"

namespace core::texture {

/// How carefully a view is prepared.
struct SightSettings {
  int depth_px = 256;            ///< side of the depth buffer
  bool is_filtered = true;       ///< bicubic sampling, levels for coarse texels, correction of the pixel's own blur
  float texel_share = 0.0f;      ///< side of the texels to be painted, as a share of the picture's side
  PictureMap picture_from_view;  ///< where the picture given lies, if not exactly where the camera has it
};

/// One view of the ring, prepared for asking what it shows of the points of a surface. Points of the picture are given
/// in 0..1 (origin top left). Distances in the picture are in reference pixels: 1/256 of its side, whatever its
/// resolution.
///
/// Never gives a background colour: pixels that are not fully covered take their colour from covered neighbours, and
/// points near the outline of the cut-out or of the surface, or near an edge between near and far parts, have a small
/// clearance, which callers turn into a small weight.
class SeenView {
 public:
  static constexpr float kReferencePx = 256.0f;

  /// @param surface  what hides what; closed
  /// @param camera   of the picture; its size is replaced by settings.depth_px
  /// @param rgba     square, straight alpha
  SeenView(const mesh::Mesh& surface, const geometry::Camera& camera, const image::Image8& rgba,
           const SightSettings& settings);

  struct Sight {
    glm::vec2 at{0.0f};      ///< place in the picture, 0..1
    float clearance = 0.0f;  ///< distance to what must not be mixed in, reference pixels
  };
  /// Where the picture shows a point on or near the surface; nothing if it is hidden, outside, or has no clearance.
  std::optional<Sight> sight(const glm::vec3& point_in_world) const;

  const glm::vec3& position_in_world() const { return position_in_world_; }
  /// sRGB 0..1. `footprint` is the side of the texel to fill, as a share of the picture's side.
  glm::vec3 color(const glm::vec2& at, float footprint) const;

 private:
  void prepare_clearance(const image::Image8& rgba);
  void prepare_colors(const image::Image8& rgba);

  geometry::Camera camera_;
  SightSettings settings_;
  glm::vec3 position_in_world_{0.0f};
  image::ImageF depth_;
  image::ImageF clearance_;
  std::vector<image::Image8> levels_;  ///< RGBA with colour everywhere, each half the one before
};

}  // namespace core::texture
