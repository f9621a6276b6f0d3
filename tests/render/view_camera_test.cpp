// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "render/view_camera.h"

#include <gtest/gtest.h>

namespace {

using core::geometry::Camera;
using render::ViewCamera;

constexpr int kSize = 256;
const glm::vec2 kSquare(kSize, kSize);
const glm::vec3 kPoints[] = {{0.0f, 0.0f, 0.0f}, {0.3f, -0.2f, 0.1f}, {-0.25f, 0.35f, -0.4f}, {0.1f, 0.1f, 0.4f}};

TEST(ViewCamera, ProjectsAsTheCamerasOfTheRing) {
  for (int view = 0; view < core::geometry::kNumViews; ++view) {
    const Camera expected = core::geometry::view_camera(view, kSize);
    const ViewCamera camera = ViewCamera::on_ring(core::geometry::azimuth_deg(view), 0.0f);
    for (const glm::vec3& point : kPoints) {
      const glm::vec3 a = expected.project(point), b = camera.project(point, kSquare);
      EXPECT_NEAR(a.x, b.x, 2e-3f);
      EXPECT_NEAR(a.y, b.y, 2e-3f);
      EXPECT_NEAR(a.z, b.z, 1e-5f);
    }
  }
}

TEST(ViewCamera, ProjectsAsARingCameraFromAbove) {
  const Camera expected = core::geometry::ring_camera(67.0f, 35.0f, kSize);
  const ViewCamera camera = ViewCamera::on_ring(67.0f, 35.0f);
  for (const glm::vec3& point : kPoints) {
    const glm::vec3 a = expected.project(point), b = camera.project(point, kSquare);
    EXPECT_NEAR(a.x, b.x, 2e-3f);
    EXPECT_NEAR(a.y, b.y, 2e-3f);
  }
}

TEST(ViewCamera, KeepsTheFieldOfViewOfTheShorterSide) {
  const ViewCamera camera;
  const glm::vec3 point(0.2f, 0.0f, 0.3f);
  const glm::vec3 square = camera.project(point, kSquare);
  const glm::vec3 wide = camera.project(point, {2.0f * kSize, kSize});
  const glm::vec3 tall = camera.project(point, {kSize, 3.0f * kSize});
  EXPECT_NEAR(wide.x - kSize, square.x - 0.5f * kSize, 1e-3f);
  EXPECT_NEAR(wide.y, square.y, 1e-3f);
  EXPECT_NEAR(tall.x, square.x, 1e-3f);
  EXPECT_NEAR(tall.y - 1.5f * kSize, square.y - 0.5f * kSize, 1e-3f);
}

TEST(ViewCamera, OrthographicKeepsTheSizeAtTheTargetAndDropsPerspective) {
  ViewCamera camera;
  const glm::vec3 at_target(0.2f, 0.0f, 0.1f), nearer(0.2f, -0.4f, 0.1f);
  const glm::vec3 before = camera.project(at_target, kSquare);
  EXPECT_GT(camera.project(nearer, kSquare).x, before.x + 1.0f);
  camera.is_orthographic = true;
  EXPECT_NEAR(camera.project(at_target, kSquare).x, before.x, 1e-3f);
  EXPECT_NEAR(camera.project(nearer, kSquare).x, before.x, 1e-3f);
}

TEST(ViewCamera, PointOnTargetPlaneIsSeenAtItsPixel) {
  ViewCamera camera = ViewCamera::on_ring(30.0f, 20.0f);
  camera.lens_zoom = 1.7f;
  camera.lens_shift = {0.2f, -0.1f};
  const glm::vec2 size(640.0f, 400.0f), pixel(123.0f, 321.0f);
  for (const bool is_orthographic : {false, true}) {
    camera.is_orthographic = is_orthographic;
    const glm::vec3 seen = camera.project(camera.point_on_target_plane(pixel, size), size);
    EXPECT_NEAR(seen.x, pixel.x, 1e-2f);
    EXPECT_NEAR(seen.y, pixel.y, 1e-2f);
    EXPECT_NEAR(seen.z, camera.distance, 1e-4f);
  }
}

}  // namespace
