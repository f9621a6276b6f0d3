// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <glm/mat4x4.hpp>
#include <glm/vec2.hpp>
#include <glm/vec3.hpp>

#include "core/geometry/camera.h"
#include "core/geometry/view_ring.h"

namespace render {

/// The camera of a viewport: it looks at a target from a distance. Its own frame is OpenGL's: x right, y up, z towards
/// the eye. Angles are those of the ring (core/geometry/view_ring.h): azimuth 0 stands at -y, a growing azimuth moves
/// it towards the right of the picture, a positive elevation above. With the default values and a square picture it is
/// the ring's camera of view 0.
struct ViewCamera {
  glm::vec3 target{0.0f};
  float distance = core::geometry::RingGeometry{}.distance;
  float azimuth_deg = 0.0f;
  float elevation_deg = 0.0f;  ///< -90..90
  /// Full field of view along the shorter side of the picture.
  float fov_deg = core::geometry::RingGeometry{}.fov_deg;
  /// Parallel rays; what lies at the target keeps its size.
  bool is_orthographic = false;
  /// The finished picture is enlarged about its centre and then moved (in normalised device coordinates), which changes
  /// no perspective: how one zooms into a picture laid over the mesh.
  float lens_zoom = 1.0f;
  glm::vec2 lens_shift{0.0f};

  /// The camera of a ring at an angle.
  static ViewCamera on_ring(float azimuth_deg, float elevation_deg, const core::geometry::RingGeometry& ring = {});

  glm::mat4 cam_from_world() const;
  /// @param size_px  of the picture; only the proportion matters
  glm::mat4 clip_from_cam(const glm::vec2& size_px) const;
  glm::mat4 clip_from_world(const glm::vec2& size_px) const { return clip_from_cam(size_px) * cam_from_world(); }

  glm::vec3 position_in_world() const;
  /// Unit vectors of the camera in the world.
  glm::vec3 right_in_world() const;
  glm::vec3 up_in_world() const;
  glm::vec3 outward_in_world() const;  ///< from the target to the eye

  /// x, y in pixels from the top left corner of the picture, z the depth along the view direction (from the eye).
  glm::vec3 project(const glm::vec3& point_in_world, const glm::vec2& size_px) const;
  /// The point of the plane through the target, parallel to the picture, that is seen at a pixel.
  glm::vec3 point_on_target_plane(const glm::vec2& point_px, const glm::vec2& size_px) const;
  /// World units that one pixel covers at the target.
  float world_per_px(const glm::vec2& size_px) const;
};

/// Half of the picture's width and height at distance 1 (at the target, if orthographic: times the distance).
glm::vec2 half_extent_at_unit_distance(float fov_deg, const glm::vec2& size_px);

}  // namespace render
