// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/reconstruct/redistance.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <glm/geometric.hpp>

namespace {

using namespace core::reconstruct;

float to_ball(const glm::vec3& p) { return glm::length(p - glm::vec3(0.03f, 0.0f, -0.02f)) - 0.2f; }

/// A ball's distances, cut off at so many voxels on either side.
DenseField cut_off_ball(float voxels) {
  DenseField field({glm::vec3(0.0f), 0.45f}, 48);
  const float far = voxels * field.spacing();
  for (int z = 0; z < 48; ++z) {
    for (int y = 0; y < 48; ++y) {
      for (int x = 0; x < 48; ++x) field.at(x, y, z) = std::clamp(to_ball(field.position(x, y, z)), -far, far);
    }
  }
  return field;
}

TEST(Redistance, ContinuesDistancesBeyondTheBand) {
  DenseField field = cut_off_ball(2.0f);
  redistance(field, 1.5f, core::RunContext());
  for (int z = 0; z < 48; ++z) {
    for (int y = 0; y < 48; ++y) {
      for (int x = 0; x < 48; ++x) {
        ASSERT_NEAR(field.at(x, y, z), to_ball(field.position(x, y, z)), field.spacing());
      }
    }
  }
}

TEST(Redistance, KeepsWhatItTrusts) {
  const DenseField before = cut_off_ball(2.0f);
  DenseField field = before;
  redistance(field, 1.5f, core::RunContext());
  for (std::size_t i = 0; i < before.values().size(); ++i) {
    if (std::abs(before.values()[i]) > 1.5f * before.spacing()) continue;
    ASSERT_FLOAT_EQ(field.values()[i], before.values()[i]);
  }
}

TEST(Redistance, LeavesAFieldWithoutASurface) {
  DenseField field({glm::vec3(0.0f), 0.45f}, 16);
  std::fill(field.values().begin(), field.values().end(), 0.4f);
  redistance(field, 1.5f, core::RunContext());
  EXPECT_EQ(field.at(3, 4, 5), 0.4f);
}

}  // namespace
