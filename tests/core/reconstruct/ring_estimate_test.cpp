// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/reconstruct/ring_estimate.h"

#include <gtest/gtest.h>

#include "core/reconstruct/ground_truth.h"
#include "core/reconstruct/view_noise.h"
#include "tests/support/shapes.h"

namespace core::reconstruct {
namespace {

mesh::Mesh slab() { return support::make_box({0.18f, 0.1f, 0.24f}); }

/// Views of a mesh from a ring that is not known any more.
views::ViewSet unknown_views(const mesh::Mesh& mesh, const geometry::RingGeometry& ring) {
  views::ViewSet views = ground_truth_views(mesh, 256, ring);
  views.ring = {};
  return views;
}

/// Drawn once: as the usual ring sees the slab, and with a field of view that is 10 % wider.
const views::ViewSet& usual_views() {
  static const views::ViewSet views = ground_truth_views(slab());
  return views;
}
const views::ViewSet& wide_views() {
  static const views::ViewSet views = unknown_views(slab(), {1.3f, 43.56f});
  return views;
}

views::ViewSet anchors_of(views::ViewSet views) {
  for (int k = 0; k < geometry::kNumViews; ++k) {
    if (!geometry::is_anchor(k)) views.views[static_cast<std::size_t>(k)] = nullptr;
  }
  return views;
}

TEST(RingEstimate, FindsTheFieldOfViewFromTheOutlines) {
  const RingEstimate wide = estimate_ring(wide_views());
  EXPECT_NEAR(wide.ring.fov_deg, 43.56f, 0.4f);
  EXPECT_TRUE(wide.is_sure);
  EXPECT_LT(wide.misfit_found_px, 0.5f * wide.misfit_given_px);
  const RingEstimate narrow = estimate_ring(unknown_views(slab(), {1.3f, 35.64f}));
  EXPECT_NEAR(narrow.ring.fov_deg, 35.64f, 0.4f);
  EXPECT_TRUE(narrow.is_sure);
}

TEST(RingEstimate, AnchorsAreEnough) {
  const RingEstimate estimate = estimate_ring(anchors_of(wide_views()));
  EXPECT_NEAR(estimate.ring.fov_deg, 43.56f, 0.6f);
  EXPECT_TRUE(estimate.is_sure);
}

TEST(RingEstimate, IsNotSureOfAnotherRingWhereTheGivenOneIsRight) {
  EXPECT_FALSE(estimate_ring(usual_views()).is_sure);
  for (const std::uint64_t seed : {1u, 2u, 3u}) {
    EXPECT_FALSE(estimate_ring(with_noise(usual_views(), {10.0f, 2.0f}, seed)).is_sure) << seed;
  }
}

TEST(RingEstimate, TheDistanceIsTheUnitOfLengthAndStays) {
  const RingEstimate estimate = estimate_ring(unknown_views(slab(), {1.5f, 39.6f}));
  EXPECT_EQ(estimate.ring.distance, 1.3f);
  EXPECT_FALSE(estimate.is_sure);
}

TEST(RingEstimate, BearsNoiseAndSaysItsError) {
  const RingEstimate estimate = estimate_ring(with_noise(wide_views(), {5.0f, 0.5f}, 7));
  EXPECT_GT(estimate.fov_error_deg, 0.05f);
  EXPECT_NEAR(estimate.ring.fov_deg, 43.56f, 3.0f * estimate.fov_error_deg);
}

TEST(RingEstimate, BearsOneWrongAnchor) {
  const RingEstimate estimate = estimate_ring(with_wrong_view(wide_views(), slab(), 12));
  EXPECT_NEAR(estimate.ring.fov_deg, 43.56f, 1.0f);
}

TEST(RingEstimate, BodiesThatLookTheSameFromAllSidesSayNothing) {
  const views::ViewSet views = unknown_views(support::make_sphere(0.3f), {1.3f, 43.56f});
  EXPECT_FALSE(estimate_ring(views).is_sure);
  for (const std::uint64_t seed : {1u, 2u, 3u}) {
    EXPECT_FALSE(estimate_ring(with_noise(views, {5.0f, 0.5f}, seed)).is_sure) << seed;
  }
}

TEST(RingEstimate, FewViewsSayNothing) {
  views::ViewSet views = wide_views();
  for (int k = 0; k < geometry::kNumViews; ++k) views.trust[static_cast<std::size_t>(k)] = k % 8 == 0 ? 1.0f : 0.0f;
  EXPECT_FALSE(estimate_ring(views).is_sure);
  EXPECT_FALSE(estimate_ring(views::ViewSet{}).is_sure);
}

}  // namespace
}  // namespace core::reconstruct
