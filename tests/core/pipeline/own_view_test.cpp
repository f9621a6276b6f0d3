// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/pipeline/own_view.h"

#include <gtest/gtest.h>

#include "core/image/alpha.h"
#include "core/views/framing.h"

namespace core::pipeline {
namespace {

/// A square of `side` pixels in the middle of a canvas.
OwnView square(int anchor, int side, float ratio, float present) {
  auto view = std::make_shared<views::View>();
  view->index = anchor * geometry::kViewsPerAnchor;
  view->own = true;
  view->rgba = image::Image8(views::kCanvasPx, views::kCanvasPx, 4);
  for (int y = (views::kCanvasPx - side) / 2; y < (views::kCanvasPx + side) / 2; ++y) {
    for (int x = (views::kCanvasPx - side) / 2; x < (views::kCanvasPx + side) / 2; ++x) {
      std::fill_n(view->rgba.pixel(x, y), 4, std::uint8_t{255});
    }
  }
  return {project::make_variant(view, {}), ratio, present};
}

int width_of(const project::VariantPtr& variant) { return image::alpha_box(variant->view->rgba, 127).width(); }

TEST(WithOwnView, LeavesTheFramingWhereThePictureFits) {
  const project::Choices choices = with_own_view({}, 2, square(2, 100, 0.875f, 0.875f));
  EXPECT_EQ(choices.cut_out.largest_ratio, 0.875f);
  ASSERT_TRUE(choices.own[2]);
  EXPECT_EQ(width_of(choices.own[2]), 100);
}

TEST(WithOwnView, MakesTheOtherOwnPicturesSmallerWithTheFraming) {
  project::Workspace work;
  work.choices = with_own_view(work, 2, square(2, 100, 0.875f, 0.875f));
  const project::Choices choices = with_own_view(work, 4, square(4, 120, 0.7f, 0.875f));
  EXPECT_EQ(choices.cut_out.largest_ratio, 0.7f);
  EXPECT_NEAR(width_of(choices.own[2]), 80, 1);
  EXPECT_TRUE(choices.own[2]->view->own);
  EXPECT_EQ(width_of(choices.own[4]), 120);
}

TEST(WithOwnView, FollowsAFramingThatFellAfterThePictureWasFitted) {
  project::Workspace work;
  work.choices = with_own_view(work, 2, square(2, 100, 0.7f, 0.875f));
  const project::Choices choices = with_own_view(work, 4, square(4, 100, 0.875f, 0.875f));
  EXPECT_EQ(choices.cut_out.largest_ratio, 0.7f);
  EXPECT_EQ(width_of(choices.own[2]), 100);
  EXPECT_NEAR(width_of(choices.own[4]), 80, 1);
}

}  // namespace
}  // namespace core::pipeline
