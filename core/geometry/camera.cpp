// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/geometry/camera.h"

#include <glm/geometric.hpp>
#include <glm/mat3x3.hpp>
#include <glm/matrix.hpp>

namespace core::geometry {

glm::vec3 Camera::position_in_world() const {
  const glm::mat3 rotation(cam_from_world);
  return -(glm::transpose(rotation) * glm::vec3(cam_from_world[3]));
}

glm::vec3 Camera::project(const glm::vec3& point_in_world) const {
  const glm::vec3 point_in_cam = glm::vec3(cam_from_world * glm::vec4(point_in_world, 1.0f));
  const float scale = focal_px / point_in_cam.z;
  return {center_px.x + point_in_cam.x * scale, center_px.y + point_in_cam.y * scale, point_in_cam.z};
}

glm::vec3 Camera::ray_direction_in_world(const glm::vec2& point_px) const {
  const glm::vec3 direction_in_cam((point_px - center_px) / focal_px, 1.0f);
  return glm::normalize(glm::transpose(glm::mat3(cam_from_world)) * direction_in_cam);
}

glm::vec3 Camera::unproject(const glm::vec2& point_px, float depth) const {
  const glm::vec3 point_in_cam((point_px - center_px) / focal_px * depth, depth);
  return glm::transpose(glm::mat3(cam_from_world)) * (point_in_cam - glm::vec3(cam_from_world[3]));
}

}  // namespace core::geometry
