// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/reconstruct/view_depths.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "core/reconstruct/ground_truth.h"
#include "tests/support/shapes.h"

namespace core::reconstruct {
namespace {

TEST(ViewDepths, AreThoseOfEverySecondViewThatCounts) {
  const mesh::Mesh sphere = support::make_sphere(0.3f);
  views::ViewSet views = ground_truth_views(sphere, 64);
  EXPECT_EQ(view_depths(sphere, views, RunContext()).size(), 16u);
  views.trust[8] = 0.0f;
  views.views[4] = nullptr;
  EXPECT_EQ(view_depths(sphere, views, RunContext()).size(), 14u);
}

TEST(ViewDepths, SeeWhatNothingHides) {
  const mesh::Mesh sphere = support::make_sphere(0.3f);
  const auto depths = view_depths(sphere, ground_truth_views(sphere, 64), RunContext());
  const auto is_seen = [&](const glm::vec3& point, float slack) {
    return std::any_of(depths.begin(), depths.end(), [&](const ViewDepth& view) { return view.sees(point, slack); });
  };
  EXPECT_TRUE(is_seen({0.31f, 0.0f, 0.0f}, 0.0f));
  EXPECT_FALSE(is_seen({0.29f, 0.0f, 0.0f}, 0.0f));
  EXPECT_TRUE(is_seen({0.29f, 0.0f, 0.0f}, 0.02f));
  EXPECT_FALSE(is_seen({0.0f, 0.0f, 0.0f}, 0.02f));
  EXPECT_FALSE(is_seen({0.0f, 0.0f, 5.0f}, 0.0f)) << "outside every picture";
}

}  // namespace
}  // namespace core::reconstruct
