// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "render/orbit_control.h"

#include <gtest/gtest.h>

#include <glm/geometric.hpp>

namespace {

using render::OrbitControl;
using render::StandardView;
using render::ViewCamera;

const glm::vec2 kSize(800.0f, 600.0f);

void finish(OrbitControl& control) {
  for (int i = 0; i < 100 && control.advance(0.016); ++i) {
  }
}

TEST(OrbitControl, DraggingToTheRightTurnsTheFrontToTheRight) {
  OrbitControl control;
  const glm::vec3 front(0.0f, -0.3f, 0.0f);
  const float before = control.camera().project(front, kSize).x;
  control.orbit({20.0f, 0.0f});
  EXPECT_GT(control.camera().project(front, kSize).x, before + 5.0f);
}

TEST(OrbitControl, DraggingDownShowsTheTop) {
  OrbitControl control;
  control.orbit({0.0f, 50.0f});
  EXPECT_GT(control.camera().position_in_world().z, 0.1f);
}

TEST(OrbitControl, DoesNotTurnOverThePoles) {
  OrbitControl control;
  control.orbit({0.0f, 5000.0f});
  EXPECT_FLOAT_EQ(control.camera().elevation_deg, 90.0f);
  control.orbit({0.0f, -10000.0f});
  EXPECT_FLOAT_EQ(control.camera().elevation_deg, -90.0f);
}

TEST(OrbitControl, PanMovesTheTargetWithTheHand) {
  OrbitControl control;
  control.orbit({70.0f, 30.0f});
  const glm::vec3 point = control.camera().target;
  const glm::vec3 before = control.camera().project(point, kSize);
  control.pan({37.0f, -21.0f}, kSize);
  const glm::vec3 after = control.camera().project(point, kSize);
  EXPECT_NEAR(after.x - before.x, 37.0f, 1e-2f);
  EXPECT_NEAR(after.y - before.y, -21.0f, 1e-2f);
}

TEST(OrbitControl, ZoomKeepsWhatLiesUnderTheCursor) {
  OrbitControl control;
  control.orbit({-40.0f, 25.0f});
  const glm::vec2 cursor(610.0f, 170.0f);
  const glm::vec3 point = control.camera().point_on_target_plane(cursor, kSize);
  control.zoom_to(cursor, 1.5f, kSize);
  const glm::vec3 after = control.camera().project(point, kSize);
  EXPECT_NEAR(after.x, cursor.x, 0.05f);
  EXPECT_NEAR(after.y, cursor.y, 0.05f);
  EXPECT_NEAR(control.camera().distance, 1.3f / 1.5f, 1e-5f);
}

TEST(OrbitControl, ZoomStaysWithinBoundsAndIgnoresNonsense) {
  OrbitControl control;
  for (int i = 0; i < 200; ++i) control.zoom_to({400.0f, 300.0f}, 2.0f, kSize);
  EXPECT_GT(control.camera().distance, 0.0f);
  control.zoom_to({400.0f, 300.0f}, -1.0f, kSize);
  control.zoom_to({400.0f, 300.0f}, 0.0f, kSize);
  EXPECT_TRUE(std::isfinite(control.camera().distance));
}

TEST(OrbitControl, FrameShowsTheWholeBoxAndFillsThePicture) {
  OrbitControl control;
  control.orbit({120.0f, 60.0f});
  for (const bool is_orthographic : {false, true}) {
    control.set_orthographic(is_orthographic);
    const core::geometry::Aabb box{{0.1f, -0.4f, 1.0f}, {0.9f, 0.2f, 1.3f}};
    control.frame(box, kSize);
    finish(control);
    float reach = 0.0f;
    for (int corner = 0; corner < 8; ++corner) {
      const glm::vec3 point((corner & 1) != 0 ? box.low.x : box.high.x, (corner & 2) != 0 ? box.low.y : box.high.y,
                            (corner & 4) != 0 ? box.low.z : box.high.z);
      const glm::vec3 seen = control.camera().project(point, kSize);
      const glm::vec2 from_center = glm::abs(glm::vec2(seen) - 0.5f * kSize) / (0.5f * kSize);
      reach = std::max({reach, from_center.x, from_center.y});
    }
    EXPECT_LT(reach, 1.0f);
    EXPECT_GT(reach, 0.8f);
  }
}

TEST(OrbitControl, StandardViewsLookAlongTheAxes) {
  const std::pair<StandardView, glm::vec3> table[] = {
      {StandardView::Front, {0, -1, 0}}, {StandardView::Right, {1, 0, 0}}, {StandardView::Back, {0, 1, 0}},
      {StandardView::Left, {-1, 0, 0}},  {StandardView::Top, {0, 0, 1}},   {StandardView::Bottom, {0, 0, -1}}};
  OrbitControl control;
  for (const auto& [view, outward] : table) {
    control.turn_to(view);
    finish(control);
    EXPECT_LT(glm::distance(control.camera().outward_in_world(), outward), 1e-5f);
  }
}

TEST(OrbitControl, TurnsSmoothlyAndTheShortWay) {
  OrbitControl control;
  ViewCamera start;
  start.azimuth_deg = 170.0f;
  control.set_camera(start);
  control.turn_to(StandardView::Left);
  float largest_step = 0.0f, travelled = 0.0f;
  for (float last = 170.0f; control.advance(0.016);) {
    float step = control.camera().azimuth_deg - last;
    step -= 360.0f * std::round(step / 360.0f);
    largest_step = std::max(largest_step, std::abs(step));
    travelled += std::abs(step);
    last = control.camera().azimuth_deg;
  }
  EXPECT_NEAR(travelled, 100.0f, 0.1f);
  EXPECT_LT(largest_step, 10.0f);
  EXPECT_FALSE(control.is_moving());
}

TEST(OrbitControl, AHandInterruptsAMovementWhereItIs) {
  OrbitControl control;
  control.turn_to(StandardView::Back);
  control.advance(0.1);
  const float azimuth = control.camera().azimuth_deg;
  control.orbit({0.0f, 1.0f});
  EXPECT_FALSE(control.is_moving());
  EXPECT_FLOAT_EQ(control.camera().azimuth_deg, azimuth);
}

TEST(OrbitControl, LookThroughEndsAtTheRingsCamera) {
  OrbitControl control;
  control.orbit({50.0f, 20.0f});
  control.pan({30.0f, 0.0f}, kSize);
  control.set_orthographic(true);
  control.look_through(45.0f, 0.0f);
  finish(control);
  EXPECT_TRUE(control.is_looking_through());
  const glm::vec2 square(256.0f, 256.0f);
  const glm::vec3 point(0.2f, -0.1f, 0.3f);
  const glm::vec3 expected = core::geometry::view_camera(4, 256).project(point);
  EXPECT_LT(glm::distance(expected, control.camera().project(point, square)), 5e-3f);
}

TEST(OrbitControl, ZoomWhileLookingThroughChangesNoPerspective) {
  OrbitControl control;
  control.look_through(90.0f, 0.0f);
  finish(control);
  const glm::vec3 eye = control.camera().position_in_world();
  const glm::vec2 cursor(500.0f, 200.0f);
  const glm::vec3 point = control.camera().point_on_target_plane(cursor, kSize);
  control.zoom_to(cursor, 2.0f, kSize);
  EXPECT_LT(glm::distance(eye, control.camera().position_in_world()), 1e-6f);
  const glm::vec3 after = control.camera().project(point, kSize);
  EXPECT_NEAR(after.x, cursor.x, 0.05f);
  EXPECT_NEAR(after.y, cursor.y, 0.05f);
  EXPECT_TRUE(control.is_looking_through());
  control.orbit({1.0f, 0.0f});
  EXPECT_FALSE(control.is_looking_through());
  EXPECT_FLOAT_EQ(control.camera().lens_zoom, 1.0f);
}

}  // namespace
