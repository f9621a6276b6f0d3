// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/geometry/view_ring.h"

#include <gtest/gtest.h>

#include <cmath>
#include <glm/geometric.hpp>

namespace core::geometry {
namespace {

void expect_near(const glm::vec3& a, const glm::vec3& b, float tolerance) {
  EXPECT_LT(glm::length(a - b), tolerance)
      << a.x << " " << a.y << " " << a.z << " instead of " << b.x << " " << b.y << " " << b.z;
}

TEST(ViewRing, ViewZeroStandsInFrontAndTheRingTurnsTowardsThePicturesRight) {
  expect_near(view_camera(0, 256).position_in_world(), {0.0f, -1.3f, 0.0f}, 1e-5f);
  expect_near(view_camera(8, 256).position_in_world(), {1.3f, 0.0f, 0.0f}, 1e-5f);
  expect_near(view_camera(16, 256).position_in_world(), {0.0f, 1.3f, 0.0f}, 1e-5f);
  const float a = 11.25f * 3.0f * 3.14159265f / 180.0f;
  expect_near(view_camera(3, 256).position_in_world(), {1.3f * std::sin(a), -1.3f * std::cos(a), 0.0f}, 1e-5f);
}

TEST(ViewRing, TheFrontPictureHasXToTheRightAndZUp) {
  const Camera camera = view_camera(0, 256);
  expect_near(camera.project({0, 0, 0}), {128.0f, 128.0f, 1.3f}, 1e-4f);
  EXPECT_GT(camera.project({0.1f, 0, 0}).x, 128.0f);
  EXPECT_LT(camera.project({0, 0, 0.1f}).y, 128.0f);
  EXPECT_LT(camera.project({0, -0.1f, 0}).z, 1.3f);
}

TEST(ViewRing, TheFocalLengthIsTheOriginals) {
  // 1422.4 pixels at 1024, within the rounding of the field of view to 39.6 degrees.
  EXPECT_NEAR(view_camera(0, 1024).focal_px, 1422.4f, 0.5f);
  EXPECT_NEAR(half_extent_at_origin({}), 0.468f, 0.001f);
}

TEST(ViewRing, ElevationLiftsTheCamera) {
  const Camera camera = ring_camera(0.0f, 90.0f, 100);
  expect_near(camera.position_in_world(), {0.0f, 0.0f, 1.3f}, 1e-5f);
  EXPECT_NEAR(camera.project({0, 0, 0}).z, 1.3f, 1e-5f);
}

TEST(Camera, UnprojectIsTheInverseOfProject) {
  const Camera camera = ring_camera(33.0f, 12.0f, 320);
  const glm::vec3 point(0.11f, -0.07f, 0.23f);
  const glm::vec3 seen = camera.project(point);
  expect_near(camera.unproject({seen.x, seen.y}, seen.z), point, 1e-5f);
  const glm::vec3 direction = camera.ray_direction_in_world({seen.x, seen.y});
  expect_near(glm::normalize(point - camera.position_in_world()), direction, 1e-5f);
}

}  // namespace
}  // namespace core::geometry
