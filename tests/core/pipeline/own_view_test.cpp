// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/pipeline/own_view.h"

#include <gtest/gtest.h>

#include "core/image/alpha.h"
#include "core/pipeline/options.h"
#include "core/sketch/sketch_source.h"
#include "core/views/framing.h"
#include "core/views/normal_map.h"

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
  return {project::make_variant(view, {}), ratio, present, {}};
}

/// An ellipse in the middle of a picture; one channel.
image::Image8 ellipse(int size, float half_width, float half_height) {
  image::Image8 coverage(size, size, 1);
  const float middle = 0.5f * static_cast<float>(size - 1);
  for (int y = 0; y < size; ++y) {
    for (int x = 0; x < size; ++x) {
      const float dx = (static_cast<float>(x) - middle) / half_width,
                  dy = (static_cast<float>(y) - middle) / half_height;
      coverage.at(x, y) = dx * dx + dy * dy < 1.0f ? 255 : 0;
    }
  }
  return coverage;
}

image::Image8 grey_within(const image::Image8& coverage) {
  return image::with_alpha(image::Image8(coverage.width(), coverage.height(), 4, 128), coverage);
}

Tools sketch_tools() {
  Tools tools;
  tools.make_source = [](const project::Choices& choices) -> std::unique_ptr<views::ViewSource> {
    return std::make_unique<sketch::SketchSource>(from_values<SketchOptions>(choices.sketch));
  };
  tools.algorithms_for = [](const project::Choices&) { return project::Algorithms{}; };
  return tools;
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

TEST(WithFraming, MovesWhatLiesOnAnchorsAsTheObjectMoves) {
  project::Workspace work;
  for (const int anchor : {0, 2, 4}) {
    const auto slot = static_cast<std::size_t>(anchor);
    work.choices.own[slot] = square(anchor, 64, 0.875f, 0.875f).variant;
    work.choices.own_normals[slot] = project::make_own_normals(work.choices.own[slot]->view->rgba);
  }
  work.choices.outlines[2] = project::make_painted_outline(ellipse(views::kCanvasPx, 32.0f, 32.0f));
  const views::Framing framing{0.4375f, 0.125f, 0.25f, 30.0f};
  const project::Choices choices = with_framing(work, framing, 0.5f);
  EXPECT_EQ(choices.cut_out.framing, framing);
  // A side of 32 pixels, 64 pixels further down; right as seen from the front, left as seen from behind.
  const std::pair<std::size_t, int> lefts[] = {{0, 112 + 32}, {2, 112}, {4, 112 - 32}};
  for (const auto& [anchor, left] : lefts) {
    for (const image::Image8* rgba : {&choices.own[anchor]->view->rgba, &choices.own_normals[anchor]->rgba}) {
      const image::AlphaBox box = image::alpha_box(*rgba, 127);
      EXPECT_EQ(box.width(), 32) << anchor;
      EXPECT_EQ(box.left, left) << anchor;
      EXPECT_EQ(box.top, 112 + 64) << anchor;
    }
  }
  EXPECT_NEAR(image::alpha_box(grey_within(choices.outlines[2]->coverage), 127).height(), 32, 1);
}

TEST(FramingChange, TellsHowMuchTheObjectGrows) {
  project::Workspace work;
  work.picture = project::make_picture("ellipse", grey_within(ellipse(200, 60.0f, 80.0f)), true);
  EXPECT_NEAR(framing_change(work, {0.4375f, 0.0f, 0.0f, 0.0f}, sketch_tools(), {}), 0.5f, 0.02f);
  EXPECT_FLOAT_EQ(framing_change(work, {}, sketch_tools(), {}), 1.0f);
}

TEST(MakeOwnView, EstimatesNormalsOfTheBodyThatAllOwnPicturesShape) {
  project::Workspace work;
  work.picture = project::make_picture("egg.png", grey_within(ellipse(200, 90.0f, 90.0f)), true);
  const Tools tools = sketch_tools();
  const OwnView side = make_own_view(work, grey_within(ellipse(200, 40.0f, 90.0f)), true, 2, tools, RunContext());
  const views::View& drawn = *side.variant->view;
  ASSERT_TRUE(drawn.has_normal());
  EXPECT_EQ(image::alpha_of(drawn.normal), image::alpha_of(drawn.rgba));
  EXPECT_TRUE(side.others.empty());
  // The camera of view 8 stands on the +x side and sees the middle of the body face it.
  EXPECT_GT(views::decode_normal(drawn.normal.pixel(128, 128)).x, 0.9f);

  work.choices = with_own_view(work, 2, side);
  const OwnView back = make_own_view(work, grey_within(ellipse(200, 90.0f, 90.0f)), true, 4, tools, RunContext());
  ASSERT_EQ(back.others.size(), 1u);
  EXPECT_EQ(back.others[0].before, work.choices.own[2]);
  EXPECT_TRUE(back.others[0].after->view->has_normal());
  const project::Choices both = with_own_view(work, 4, back);
  EXPECT_EQ(both.own[2], back.others[0].after);
  EXPECT_EQ(both.own[4], back.variant);
}

TEST(WithPaintedOutline, LeavesTheFramingWhileTheOutlineStaysOffTheBorder) {
  const project::Choices choices = with_painted_outline({}, 2, ellipse(256, 60.0f, 120.0f));
  EXPECT_EQ(choices.cut_out.largest_ratio, 0.875f);
  ASSERT_TRUE(choices.outlines[2]);
  EXPECT_EQ(choices.outlines[2]->coverage, ellipse(256, 60.0f, 120.0f));
}

TEST(WithPaintedOutline, MakesEverythingSmallerWhereTheOutlineNeedsMoreRoom) {
  project::Workspace work;
  work.choices = with_own_view(work, 4, square(4, 100, 0.875f, 0.875f));
  const project::Choices choices = with_painted_outline(work, 2, ellipse(256, 127.0f, 100.0f));
  EXPECT_NEAR(choices.cut_out.largest_ratio, 0.875f * 0.97f, 0.01f);
  const auto box = image::alpha_box(grey_within(choices.outlines[2]->coverage), 127);
  EXPECT_NEAR(box.width(), 248, 2);
  EXPECT_NEAR(width_of(choices.own[4]), 97, 2);
}

TEST(WithPaintedOutline, AnOwnPictureTakesItsPlace) {
  project::Workspace work;
  work.choices = with_painted_outline(work, 2, ellipse(256, 60.0f, 100.0f));
  EXPECT_FALSE(with_own_view(work, 2, square(2, 100, 0.875f, 0.875f)).outlines[2]);
  EXPECT_TRUE(with_own_view(work, 4, square(4, 100, 0.875f, 0.875f)).outlines[2]);
}

TEST(CanOutline, NeedsMoreThanASpeck) {
  EXPECT_TRUE(can_outline(ellipse(256, 20.0f, 20.0f)));
  EXPECT_FALSE(can_outline(ellipse(256, 5.0f, 5.0f)));
  EXPECT_FALSE(can_outline(image::Image8(256, 256, 1)));
}

}  // namespace
}  // namespace core::pipeline
