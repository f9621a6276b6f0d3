// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <glm/mat4x4.hpp>
#include <glm/vec2.hpp>
#include <glm/vec3.hpp>

namespace core::geometry {

/// Pinhole camera in the OpenCV convention: in its own frame x points right, y down, z forward. Pixel coordinates have
/// their origin at the top left corner of the picture; the centre of the first pixel is (0.5, 0.5).
struct Camera {
  glm::mat4 cam_from_world{1.0f};
  float focal_px = 1.0f;
  glm::vec2 center_px{0.0f};
  int width_px = 0;
  int height_px = 0;

  glm::vec3 position_in_world() const;
  /// x, y in pixels, z the depth along the optical axis (world units; <= 0 lies behind the camera).
  glm::vec3 project(const glm::vec3& point_in_world) const;
  /// Unit direction, in the world frame, of the ray through a point of the picture.
  glm::vec3 ray_direction_in_world(const glm::vec2& point_px) const;
  /// The point seen at `point_px` at `depth` along the optical axis.
  glm::vec3 unproject(const glm::vec2& point_px, float depth) const;
};

}  // namespace core::geometry
