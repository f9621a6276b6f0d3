// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "render/orbit_control.h"

#include <algorithm>
#include <cmath>
#include <glm/common.hpp>
#include <glm/geometric.hpp>
#include <glm/trigonometric.hpp>

namespace render {
namespace {

constexpr float kDegreesPerPx = 0.4f;
constexpr float kNearestDistance = 0.05f, kFarthestDistance = 50.0f;
constexpr float kLowestLensZoom = 0.25f, kHighestLensZoom = 40.0f;
/// Air around a framed object.
constexpr float kFrameMargin = 1.08f;

float wrapped(float angle_deg) { return angle_deg - 360.0f * std::floor((angle_deg + 180.0f) / 360.0f); }

float smooth(float t) { return t * t * (3.0f - 2.0f * t); }

ViewCamera between(const ViewCamera& from, const ViewCamera& to, float t) {
  ViewCamera camera = to;
  camera.target = glm::mix(from.target, to.target, t);
  camera.distance = from.distance * std::pow(to.distance / from.distance, t);
  camera.azimuth_deg = wrapped(from.azimuth_deg + t * wrapped(to.azimuth_deg - from.azimuth_deg));
  camera.elevation_deg = glm::mix(from.elevation_deg, to.elevation_deg, t);
  camera.fov_deg = glm::mix(from.fov_deg, to.fov_deg, t);
  camera.lens_zoom = from.lens_zoom * std::pow(to.lens_zoom / from.lens_zoom, t);
  camera.lens_shift = glm::mix(from.lens_shift, to.lens_shift, t);
  return camera;
}

ViewCamera without_lens(ViewCamera camera) {
  camera.lens_zoom = 1.0f;
  camera.lens_shift = glm::vec2(0.0f);
  return camera;
}

/// Moving the finished picture by pixels.
glm::vec2 in_ndc(const glm::vec2& delta_px, const glm::vec2& size_px) {
  return glm::vec2(2.0f, -2.0f) * delta_px / glm::max(size_px, glm::vec2(1.0f));
}

}  // namespace

void OrbitControl::orbit(const glm::vec2& delta_px) {
  take_over_by_hand();
  is_looking_through_ = false;
  camera_ = without_lens(camera_);
  camera_.azimuth_deg = wrapped(camera_.azimuth_deg - kDegreesPerPx * delta_px.x);
  camera_.elevation_deg = std::clamp(camera_.elevation_deg + kDegreesPerPx * delta_px.y, -90.0f, 90.0f);
  goal_ = camera_;
}

void OrbitControl::pan(const glm::vec2& delta_px, const glm::vec2& size_px) {
  take_over_by_hand();
  if (is_looking_through_) {
    camera_.lens_shift += in_ndc(delta_px, size_px);
  } else {
    const float scale = camera_.world_per_px(size_px);
    camera_.target -= scale * (delta_px.x * camera_.right_in_world() - delta_px.y * camera_.up_in_world());
  }
  goal_ = camera_;
}

void OrbitControl::zoom_to(const glm::vec2& cursor_px, float factor, const glm::vec2& size_px) {
  if (!(factor > 0.0f) || !std::isfinite(factor)) return;
  take_over_by_hand();
  if (is_looking_through_) {
    const float zoom = std::clamp(camera_.lens_zoom * factor, kLowestLensZoom, kHighestLensZoom);
    const glm::vec2 cursor = in_ndc(cursor_px - 0.5f * size_px, size_px);
    camera_.lens_shift = cursor + (camera_.lens_shift - cursor) * (zoom / camera_.lens_zoom);
    camera_.lens_zoom = zoom;
  } else {
    const glm::vec3 fixed = camera_.point_on_target_plane(cursor_px, size_px);
    const float distance = std::clamp(camera_.distance / factor, kNearestDistance, kFarthestDistance);
    camera_.target = fixed + (camera_.target - fixed) * (distance / camera_.distance);
    camera_.distance = distance;
  }
  goal_ = camera_;
}

void OrbitControl::frame(const core::geometry::Aabb& box, const glm::vec2& size_px) {
  is_looking_through_ = false;
  ViewCamera goal = without_lens(goal_);
  goal.target = box.is_empty() ? glm::vec3(0.0f) : box.center();
  goal.distance = core::geometry::RingGeometry{}.distance;
  const glm::vec2 extent = half_extent_at_unit_distance(goal.fov_deg, size_px);
  if (!box.is_empty()) {
    goal.distance = kNearestDistance;
    const glm::vec3 right = goal.right_in_world(), up = goal.up_in_world(), outward = goal.outward_in_world();
    for (int corner = 0; corner < 8; ++corner) {
      const glm::vec3 side((corner & 1) != 0 ? 0.5f : -0.5f, (corner & 2) != 0 ? 0.5f : -0.5f,
                           (corner & 4) != 0 ? 0.5f : -0.5f);
      const glm::vec3 offset = side * box.size();
      const glm::vec2 across = glm::abs(glm::vec2(glm::dot(offset, right), glm::dot(offset, up))) / extent;
      const float depth = goal.is_orthographic ? 0.0f : glm::dot(offset, outward);
      goal.distance = std::max(goal.distance, kFrameMargin * std::max(across.x, across.y) + depth);
    }
    goal.distance = std::min(goal.distance, kFarthestDistance);
  }
  start_move(goal);
}

void OrbitControl::turn_to(StandardView view) {
  is_looking_through_ = false;
  ViewCamera goal = without_lens(goal_);
  goal.elevation_deg = 0.0f;
  switch (view) {
    case StandardView::Front:
      goal.azimuth_deg = 0.0f;
      break;
    case StandardView::Right:
      goal.azimuth_deg = 90.0f;
      break;
    case StandardView::Back:
      goal.azimuth_deg = 180.0f;
      break;
    case StandardView::Left:
      goal.azimuth_deg = -90.0f;
      break;
    case StandardView::Top:
    case StandardView::Bottom:
      goal.azimuth_deg = 0.0f;
      goal.elevation_deg = view == StandardView::Top ? 90.0f : -90.0f;
      break;
  }
  start_move(goal);
}

void OrbitControl::look_through(float azimuth_deg, float elevation_deg, const core::geometry::RingGeometry& ring) {
  is_looking_through_ = true;
  start_move(ViewCamera::on_ring(azimuth_deg, elevation_deg, ring));
}

void OrbitControl::set_orthographic(bool is_orthographic) {
  if (is_orthographic && is_looking_through_) {
    is_looking_through_ = false;
    camera_ = without_lens(camera_);
    goal_ = without_lens(goal_);
  }
  camera_.is_orthographic = start_.is_orthographic = goal_.is_orthographic = is_orthographic;
}

void OrbitControl::set_camera(const ViewCamera& camera) {
  camera_ = goal_ = camera;
  move_time_s_ = kMoveDuration_s;
  is_looking_through_ = false;
}

bool OrbitControl::advance(double seconds) {
  if (!is_moving()) return false;
  move_time_s_ = std::min(kMoveDuration_s, move_time_s_ + std::max(0.0, seconds));
  const auto t = static_cast<float>(move_time_s_ / kMoveDuration_s);
  camera_ = is_moving() ? between(start_, goal_, smooth(t)) : goal_;
  return true;
}

void OrbitControl::start_move(const ViewCamera& goal) {
  start_ = camera_;
  goal_ = goal;
  move_time_s_ = 0.0;
}

void OrbitControl::take_over_by_hand() {
  // A hand that interrupts a turn goes on from what it sees; one that interrupts a look-through arrives at once,
  // because picture and mesh fit nowhere on the way.
  if (is_moving() && is_looking_through_) camera_ = goal_;
  goal_ = camera_;
  move_time_s_ = kMoveDuration_s;
}

}  // namespace render
