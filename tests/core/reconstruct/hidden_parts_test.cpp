// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/reconstruct/hidden_parts.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <glm/geometric.hpp>

#include "core/reconstruct/filled_field.h"
#include "core/reconstruct/ground_truth.h"
#include "tests/support/shapes.h"

namespace {

using namespace core;
using namespace core::reconstruct;

constexpr int kResolution = 128;
constexpr Box kBox{glm::vec3(0.0f), 0.4f};
constexpr float kMaxDepth = 0.04f;

float plate_distance(const glm::vec3& point, const glm::vec3& half) {
  const glm::vec3 q = glm::abs(point) - half;
  return glm::length(glm::max(q, glm::vec3(0.0f))) + std::min(0.0f, std::max({q.x, q.y, q.z}));
}

/// A plate that lost a hole through its middle, along its thin axis.
struct PlateWithAHole {
  explicit PlateWithAHole(const glm::vec3& half)
      : hull(filled_field(kBox, kResolution, [&](const glm::vec3& p) { return plate_distance(p, half); })),
        field(filled_field(kBox, kResolution,
                           [&](const glm::vec3& p) {
                             const glm::vec3 across =
                                 half.z < half.y ? glm::vec3(p.x, p.y, 0.0f) : glm::vec3(p.x, 0.0f, p.z);
                             return std::max(plate_distance(p, half), 0.08f - glm::length(across));
                           })),
        views(ground_truth_views(support::make_box(half), 64)) {}

  std::size_t restore() {
    return restore_hidden_parts(hull, kMaxDepth, view_depths(extract_surface(field), views, RunContext()), field);
  }

  DenseField hull, field;
  views::ViewSet views;
};

TEST(HiddenParts, AHoleThatNoViewSeesIntoIsClosed) {
  PlateWithAHole lying({0.25f, 0.25f, 0.02f});
  ASSERT_GT(lying.field.sample(glm::vec3(0.0f)), 0.0f);
  EXPECT_GT(lying.restore(), 100u);
  EXPECT_LT(lying.field.sample(glm::vec3(0.0f)), 0.0f);
  EXPECT_LT(lying.field.sample({0.06f, 0.03f, 0.0f}), 0.0f);
}

TEST(HiddenParts, AHoleThatViewsSeeThroughStays) {
  PlateWithAHole standing({0.25f, 0.02f, 0.25f});
  standing.restore();
  EXPECT_GT(standing.field.sample(glm::vec3(0.0f)), 0.0f);
}

TEST(HiddenParts, ThickPartsOfTheHullStayAsTheyWereSolved) {
  PlateWithAHole thick({0.25f, 0.25f, 0.15f});
  EXPECT_EQ(thick.restore(), 0u);
  EXPECT_GT(thick.field.sample(glm::vec3(0.0f)), 0.0f);
}

}  // namespace
