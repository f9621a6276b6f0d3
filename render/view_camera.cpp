// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "render/view_camera.h"

#include <algorithm>
#include <cmath>
#include <glm/geometric.hpp>
#include <glm/trigonometric.hpp>

namespace render {
namespace {

/// Nearest and farthest depth that is drawn. The distance is the scale on which the artist looks.
constexpr float kNearPerDistance = 0.02f;
constexpr float kBeyondTarget = 12.0f;

}  // namespace

ViewCamera ViewCamera::on_ring(float azimuth_deg, float elevation_deg, const core::geometry::RingGeometry& ring) {
  ViewCamera camera;
  camera.distance = ring.distance;
  camera.fov_deg = ring.fov_deg;
  camera.azimuth_deg = azimuth_deg;
  camera.elevation_deg = elevation_deg;
  return camera;
}

glm::vec3 ViewCamera::outward_in_world() const {
  const float a = glm::radians(azimuth_deg), e = glm::radians(elevation_deg);
  return {std::cos(e) * std::sin(a), -std::cos(e) * std::cos(a), std::sin(e)};
}

glm::vec3 ViewCamera::right_in_world() const {
  const float a = glm::radians(azimuth_deg);
  return {std::cos(a), std::sin(a), 0.0f};
}

glm::vec3 ViewCamera::up_in_world() const { return glm::cross(outward_in_world(), right_in_world()); }

glm::vec3 ViewCamera::position_in_world() const { return target + distance * outward_in_world(); }

glm::mat4 ViewCamera::cam_from_world() const {
  const glm::vec3 right = right_in_world(), up = up_in_world(), outward = outward_in_world();
  glm::mat4 result(1.0f);
  for (int axis = 0; axis < 3; ++axis) result[axis] = glm::vec4(right[axis], up[axis], outward[axis], 0.0f);
  const glm::vec3 eye = position_in_world();
  result[3] = glm::vec4(-glm::dot(right, eye), -glm::dot(up, eye), -glm::dot(outward, eye), 1.0f);
  return result;
}

glm::mat4 ViewCamera::clip_from_cam(const glm::vec2& size_px) const {
  const glm::vec2 extent = half_extent_at_unit_distance(fov_deg, size_px);
  const float near = kNearPerDistance * distance, far = distance + kBeyondTarget;
  glm::mat4 result(0.0f);
  if (is_orthographic) {
    // Parallel rays have no eye to be behind: what reaches past it stays visible.
    const float first = distance - far;
    result[0][0] = 1.0f / (extent.x * distance);
    result[1][1] = 1.0f / (extent.y * distance);
    result[2][2] = -2.0f / (far - first);
    result[3][2] = -(far + first) / (far - first);
    result[3][3] = 1.0f;
  } else {
    result[0][0] = 1.0f / extent.x;
    result[1][1] = 1.0f / extent.y;
    result[2][2] = -(far + near) / (far - near);
    result[2][3] = -1.0f;
    result[3][2] = -2.0f * far * near / (far - near);
  }
  glm::mat4 lens(1.0f);
  lens[0][0] = lens[1][1] = lens_zoom;
  lens[3] = glm::vec4(lens_shift, 0.0f, 1.0f);
  return lens * result;
}

glm::vec3 ViewCamera::project(const glm::vec3& point_in_world, const glm::vec2& size_px) const {
  const glm::vec4 in_cam = cam_from_world() * glm::vec4(point_in_world, 1.0f);
  const glm::vec4 in_clip = clip_from_cam(size_px) * in_cam;
  const glm::vec2 ndc = glm::vec2(in_clip) / in_clip.w;
  return {0.5f * (ndc.x + 1.0f) * size_px.x, 0.5f * (1.0f - ndc.y) * size_px.y, -in_cam.z};
}

glm::vec3 ViewCamera::point_on_target_plane(const glm::vec2& point_px, const glm::vec2& size_px) const {
  const glm::vec2 in_ndc(2.0f * point_px.x / size_px.x - 1.0f, 1.0f - 2.0f * point_px.y / size_px.y);
  const glm::vec2 before_lens = (in_ndc - lens_shift) / lens_zoom;
  const glm::vec2 offset = before_lens * half_extent_at_unit_distance(fov_deg, size_px) * distance;
  return target + offset.x * right_in_world() + offset.y * up_in_world();
}

float ViewCamera::world_per_px(const glm::vec2& size_px) const {
  return 2.0f * half_extent_at_unit_distance(fov_deg, size_px).y * distance / (size_px.y * lens_zoom);
}

glm::vec2 half_extent_at_unit_distance(float fov_deg, const glm::vec2& size_px) {
  const float shorter = std::max(1.0f, std::min(size_px.x, size_px.y));
  return std::tan(0.5f * glm::radians(fov_deg)) / shorter * glm::max(size_px, glm::vec2(1.0f));
}

}  // namespace render
