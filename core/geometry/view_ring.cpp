// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/geometry/view_ring.h"

#include <cmath>
#include <glm/geometric.hpp>
#include <glm/trigonometric.hpp>

namespace core::geometry {

Camera ring_camera(float azimuth_deg, float elevation_deg, int size_px, const RingGeometry& ring) {
  const float azimuth = glm::radians(azimuth_deg);
  const float elevation = glm::radians(elevation_deg);
  const glm::vec3 outward(std::cos(elevation) * std::sin(azimuth), -std::cos(elevation) * std::cos(azimuth),
                          std::sin(elevation));
  const glm::vec3 right(std::cos(azimuth), std::sin(azimuth), 0.0f);
  const glm::vec3 forward = -outward;
  const glm::vec3 down = glm::cross(forward, right);

  Camera camera;
  // Rows of the rotation are the camera's axes in world coordinates; GLM stores columns.
  for (int axis = 0; axis < 3; ++axis) {
    camera.cam_from_world[axis] = glm::vec4(right[axis], down[axis], forward[axis], 0.0f);
  }
  camera.cam_from_world[3] = glm::vec4(0.0f, 0.0f, ring.distance, 1.0f);
  const float size = static_cast<float>(size_px);
  camera.focal_px = 0.5f * size / std::tan(0.5f * glm::radians(ring.fov_deg));
  camera.center_px = glm::vec2(0.5f * size);
  camera.width_px = size_px;
  camera.height_px = size_px;
  return camera;
}

Camera view_camera(int view, int size_px, const RingGeometry& ring) {
  return ring_camera(azimuth_deg(view), 0.0f, size_px, ring);
}

float half_extent_at_origin(const RingGeometry& ring) {
  return ring.distance * std::tan(0.5f * glm::radians(ring.fov_deg));
}

}  // namespace core::geometry
