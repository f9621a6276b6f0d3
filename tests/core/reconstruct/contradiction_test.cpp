// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/reconstruct/contradiction.h"

#include <gtest/gtest.h>

#include "core/image/outline_distance.h"
#include "core/reconstruct/ground_truth.h"
#include "core/reconstruct/view_noise.h"
#include "core/reconstruct/visual_hull.h"
#include "tests/support/shapes.h"

namespace core::reconstruct {
namespace {

mesh::Mesh slab() { return support::make_box({0.1f, 0.15f, 0.3f}); }

std::optional<int> named_in(const views::ViewSet& views) {
  std::vector<image::ImageF> distances(geometry::kNumViews);
  for (int k = 0; k < geometry::kNumViews; k += geometry::kViewsPerAnchor) {
    if (views.at(k)) distances[static_cast<std::size_t>(k)] = image::outline_distance(views.at(k)->rgba);
  }
  return contradicting_view(views, distances, box_of_silhouettes(views));
}

TEST(ContradictingView, IsNoneAmongViewsOfOneObject) { EXPECT_EQ(named_in(ground_truth_views(slab())), std::nullopt); }

TEST(ContradictingView, IsNoneAmongViewsThatAreAllALittleWrong) {
  for (const std::uint64_t seed : {1u, 2u, 3u}) {
    EXPECT_EQ(named_in(with_noise(ground_truth_views(slab()), {10.0f, 2.0f}, seed)), std::nullopt) << seed;
  }
}

TEST(ContradictingView, IsTheOneThatLiesOnItsSide) {
  const views::ViewSet views = ground_truth_views(slab());
  for (const int wrong : {4, 8, 16, 28}) EXPECT_EQ(named_in(with_wrong_view(views, slab(), wrong)), wrong);
}

TEST(ContradictingView, IsNeverThePhotoOrAnOwnPicture) {
  const views::ViewSet views = ground_truth_views(slab());
  EXPECT_EQ(named_in(with_wrong_view(views, slab(), 0)), std::nullopt);
  views::ViewSet with_own = with_wrong_view(views, slab(), 8);
  auto own = std::make_shared<views::View>(*with_own.at(8));
  own->own = true;
  with_own.views[8] = own;
  EXPECT_EQ(named_in(with_own), std::nullopt);
}

TEST(ContradictingView, CannotBeToldAmongThree) {
  views::ViewSet views = with_wrong_view(ground_truth_views(slab()), slab(), 8);
  for (int k = 0; k < geometry::kNumViews; ++k) {
    if (k != 0 && k != 8 && k != 20) views.views[static_cast<std::size_t>(k)] = nullptr;
  }
  EXPECT_EQ(named_in(views), std::nullopt);
}

}  // namespace
}  // namespace core::reconstruct
