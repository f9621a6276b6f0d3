// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/reconstruct/outline_fit.h"

#include <gtest/gtest.h>

#include <cmath>
#include <glm/geometric.hpp>

#include "core/geometry/view_ring.h"

namespace {

using namespace core::reconstruct;
using core::geometry::Camera;
using core::image::ImageF;

constexpr int kSizePx = 256;
constexpr float kDistance = 1.3f;

const Camera& front() {
  static const Camera camera = core::geometry::view_camera(0, kSizePx);
  return camera;
}

DenseField sphere_field(float radius) {
  DenseField field({glm::vec3(0.0f), 0.45f}, 128);
  for (int z = 0; z < 128; ++z) {
    for (int y = 0; y < 128; ++y) {
      for (int x = 0; x < 128; ++x) field.at(x, y, z) = glm::length(field.position(x, y, z)) - radius;
    }
  }
  return field;
}

/// Of the outline that the front camera sees of a sphere in the middle.
ImageF outline_distance(float radius) {
  const float radius_px = front().focal_px * radius / std::sqrt(kDistance * kDistance - radius * radius);
  ImageF distance(kSizePx, kSizePx, 1);
  for (int y = 0; y < kSizePx; ++y) {
    for (int x = 0; x < kSizePx; ++x) {
      distance.at(x, y) =
          std::hypot(static_cast<float>(x) + 0.5f - 128.0f, static_cast<float>(y) + 0.5f - 128.0f) - radius_px;
    }
  }
  return distance;
}

/// Smallest distance of the surface from a front ray, in pixels; negative where the ray hits.
float silhouette_at(const DenseField& field, float x_px, float y_px) {
  float closest = 1e9f;
  for (float depth = 0.9f; depth < 1.7f; depth += 0.002f)
    closest = std::min(closest, field.sample(front().unproject({x_px, y_px}, depth)) * front().focal_px / depth);
  return closest;
}

class OutlineFitOf : public testing::TestWithParam<float> {};

TEST_P(OutlineFitOf, APixelMoreOrLessMeetsTheOutlineAndLeavesFrontAndBack) {
  const float wanted = GetParam(), solved = 0.3f;
  DenseField field = sphere_field(solved);
  const ImageF distance = outline_distance(wanted);
  fit_outline(front(), distance, 1.0f, field, core::RunContext());
  for (int y = 0; y < kSizePx; y += 3) {
    for (int x = 0; x < kSizePx; x += 3) {
      if (std::abs(distance.at(x, y)) > 1.0f) continue;
      EXPECT_NEAR(silhouette_at(field, static_cast<float>(x) + 0.5f, static_cast<float>(y) + 0.5f), distance.at(x, y),
                  0.1f);
    }
  }
  EXPECT_NEAR(field.sample({0.0f, -solved, 0.0f}), 0.0f, 1e-3f);
  EXPECT_NEAR(field.sample({0.0f, solved, 0.0f}), 0.0f, 1e-3f);
}

INSTANTIATE_TEST_SUITE_P(Radii, OutlineFitOf, testing::Values(0.2955f, 0.3045f));

TEST(OutlineFit, BringsBackARodThatTheSolveLostNextToTheSurface) {
  DenseField field = sphere_field(0.2f);
  // A rod three pixels wide that goes up from the top by less than the solve can be off.
  ImageF distance = outline_distance(0.2f);
  const int top = 128 - static_cast<int>(front().focal_px * 0.2f / std::sqrt(kDistance * kDistance - 0.04f));
  for (int y = top - 6; y < top + 2; ++y) {
    for (int x = 120; x < 136; ++x) {
      distance.at(x, y) = std::min(distance.at(x, y), std::abs(static_cast<float>(x) + 0.5f - 128.0f) - 1.5f);
    }
  }
  ASSERT_GT(silhouette_at(field, 127.5f, static_cast<float>(top) - 3.5f), 1.0f);
  fit_outline(front(), distance, 1.0f, field, core::RunContext());
  EXPECT_LT(silhouette_at(field, 127.5f, static_cast<float>(top) - 3.5f), 0.0f);
}

TEST(OutlineFit, WithoutStrengthChangesNothing) {
  DenseField field = sphere_field(0.3f);
  const DenseField before = field;
  fit_outline(front(), outline_distance(0.31f), 0.0f, field, core::RunContext());
  EXPECT_EQ(field.values(), before.values());
}

}  // namespace
