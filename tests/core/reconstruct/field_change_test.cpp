// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/reconstruct/field_change.h"

#include <gtest/gtest.h>

#include <glm/geometric.hpp>

#include "core/reconstruct/filled_field.h"

namespace core::reconstruct {
namespace {

DenseField ball(int resolution, float radius) {
  return filled_field(Box{glm::vec3(0.0f), 0.45f}, resolution,
                      [&](const glm::vec3& point) { return glm::length(point) - radius; });
}

TEST(AddChange, MovesTheFinerFieldByWhatTheCoarserOnesMoved) {
  DenseField field = ball(64, 0.3f);
  add_change(ball(32, 0.3f), ball(32, 0.32f), field);
  EXPECT_NEAR(field.sample({0.32f, 0.0f, 0.0f}), 0.0f, 0.15f * field.spacing());
}

TEST(AddChange, LeavesDetailsAloneWhereNothingMoved) {
  DenseField field = ball(64, 0.3f);
  for (std::size_t i = 0; i < field.values().size(); i += 3) field.values()[i] += 0.2f * field.spacing();
  const std::vector<float> before = field.values();
  add_change(ball(32, 0.3f), ball(32, 0.3f + 0.02f * 0.9f / 32.0f), field);
  EXPECT_EQ(field.values(), before);
}

TEST(AddChange, TakesWhatIsNewWhereTheFinerFieldKnewOnlyItsSide) {
  DenseField field = ball(64, 0.1f);
  add_change(ball(32, 0.1f), ball(32, 0.35f), field);
  EXPECT_NEAR(field.sample({0.0f, 0.35f, 0.0f}), 0.0f, 0.3f * field.spacing());
  EXPECT_LT(field.sample({0.0f, 0.25f, 0.0f}), 0.0f);
}

}  // namespace
}  // namespace core::reconstruct
