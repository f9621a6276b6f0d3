// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <glm/vec2.hpp>

#include "core/geometry/aabb.h"
#include "render/view_camera.h"

namespace render {

enum class StandardView { Front, Right, Back, Left, Top, Bottom };

/// Turns what a hand does into movements of a camera. Pixels are those of the picture, y down; the caller says its size
/// with every call. Movements that were asked by name are smooth: call advance() with the time that has passed.
class OrbitControl {
 public:
  const ViewCamera& camera() const { return camera_; }
  /// The camera after the movement under way.
  const ViewCamera& goal() const { return goal_; }
  bool is_moving() const { return move_time_s_ < kMoveDuration_s; }
  /// True from look_through() until the camera is turned or another view is asked for.
  bool is_looking_through() const { return is_looking_through_; }

  /// Turns around the target; the object follows the hand. Ends a movement and a look-through.
  void orbit(const glm::vec2& delta_px);
  /// Moves what lies at the target with the hand.
  void pan(const glm::vec2& delta_px, const glm::vec2& size_px);
  /// Zooms by a factor (above 1: nearer); what lies at the target under the cursor stays there.
  void zoom_to(const glm::vec2& cursor_px, float factor, const glm::vec2& size_px);

  /// Moves so that the box fills the picture; keeps the angles. An empty box gives the ring's distance.
  void frame(const core::geometry::Aabb& box, const glm::vec2& size_px);
  /// Turns to a side; keeps target and distance.
  void turn_to(StandardView view);
  /// Moves to a camera of the ring, with perspective.
  void look_through(float azimuth_deg, float elevation_deg, const core::geometry::RingGeometry& ring = {});
  void set_orthographic(bool is_orthographic);
  /// Goes there at once.
  void set_camera(const ViewCamera& camera);

  /// Lets time pass. Returns true if the camera has changed.
  bool advance(double seconds);

 private:
  static constexpr double kMoveDuration_s = 0.35;

  void start_move(const ViewCamera& goal);
  void take_over_by_hand();

  ViewCamera camera_, start_, goal_;
  double move_time_s_ = kMoveDuration_s;
  bool is_looking_through_ = false;
};

}  // namespace render
