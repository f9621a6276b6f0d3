// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/reconstruct/normal_agreement.h"

#include <gtest/gtest.h>

#include <glm/geometric.hpp>

#include "core/image/outline_distance.h"
#include "core/reconstruct/ground_truth.h"
#include "core/reconstruct/view_noise.h"
#include "tests/support/shapes.h"

namespace core::reconstruct {
namespace {

RayTargets targets_of(const views::ViewSet& views) {
  std::vector<image::ImageF> distances(geometry::kNumViews);
  for (int k = 0; k < geometry::kNumViews; k += geometry::kViewsPerAnchor) {
    if (views.at(k)) distances[static_cast<std::size_t>(k)] = image::outline_distance(views.at(k)->rgba);
  }
  return make_targets(views, distances, 64, false);
}

TEST(NormalDisagreement, IsSmallForTheViewsOfOneObject) {
  const mesh::Mesh ball = normalized_for_ring(support::make_sphere(0.3f));
  const auto angle = normal_disagreement_deg(ball, targets_of(ground_truth_views(ball, 128)));
  ASSERT_TRUE(angle);
  EXPECT_LT(*angle, 1.0f);
}

TEST(NormalDisagreement, GrowsWithTheErrorOfTheMaps) {
  const mesh::Mesh ball = normalized_for_ring(support::make_sphere(0.3f));
  const views::ViewSet views = ground_truth_views(ball, 128);
  const auto five = normal_disagreement_deg(ball, targets_of(with_noise(views, {5.0f, 0.0f}, 1)));
  const auto ten = normal_disagreement_deg(ball, targets_of(with_noise(views, {10.0f, 0.0f}, 1)));
  ASSERT_TRUE(five && ten);
  EXPECT_GT(*five, 2.5f);
  EXPECT_GT(*ten, 1.5f * *five);
}

TEST(NormalDisagreement, SaysNothingOfASingleView) {
  const mesh::Mesh ball = normalized_for_ring(support::make_sphere(0.3f));
  views::ViewSet views = ground_truth_views(ball, 128);
  for (int k = 1; k < geometry::kNumViews; ++k) views.views[static_cast<std::size_t>(k)] = nullptr;
  EXPECT_FALSE(normal_disagreement_deg(mesh::Mesh{}, targets_of(views)));
}

}  // namespace
}  // namespace core::reconstruct
