// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/sketch/sketch_source.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "core/base/error.h"
#include "core/image/alpha.h"
#include "core/views/framing.h"
#include "core/views/normal_map.h"
#include "tests/core/sketch/drawn_pictures.h"

namespace {

using core::image::Image8;
using core::sketch::SketchOptions;
using core::sketch::SketchSource;
using core::views::ViewPtr;
using Views = std::map<int, ViewPtr>;

Views anchors_of(const core::views::AnchorRequest& request, const SketchOptions& options = {}) {
  Views views;
  SketchSource(options).draw_anchors(
      request, [&](ViewPtr view) { views[view->index] = view; }, core::RunContext());
  return views;
}

Views clips_of(const Views& anchors, core::views::ClipSet wanted) {
  core::views::ClipRequest request;
  request.front = anchors.at(0);
  request.wanted = wanted;
  for (int i = 0; i < 8; ++i) request.anchors[static_cast<std::size_t>(i)] = anchors.at(4 * i);
  Views views;
  SketchSource({}).draw_clips(
      request, [&](ViewPtr view) { views[view->index] = view; }, core::RunContext());
  return views;
}

/// The anchors of the figure drawn with the usual seed; made once, as many tests look at them.
const Views& plain_anchors();

Image8 figure_picture() { return sketch_test::drawn(sketch_test::figure()); }

const Views& plain_anchors() {
  static const Views views = anchors_of(sketch_test::all_anchors(figure_picture()));
  return views;
}

/// The same with the back anchor drawn again from seed 99.
const Views& rerolled_anchors() {
  static const Views views = [] {
    core::views::AnchorRequest request = sketch_test::all_anchors(figure_picture());
    request.seeds[4] = 99;
    return anchors_of(request);
  }();
  return views;
}

/// Mean absolute difference of three channels where both are opaque.
double mean_difference(const Image8& a, const Image8& b) {
  double sum = 0.0;
  int count = 0;
  for (std::size_t i = 0; i < a.num_pixels(); ++i) {
    if (a.data()[4 * i + 3] < 255 || b.data()[4 * i + 3] < 255) continue;
    for (std::size_t c = 0; c < 3; ++c) sum += std::abs(a.data()[4 * i + c] - b.data()[4 * i + c]);
    count += 3;
  }
  return count > 0 ? sum / count : 0.0;
}

TEST(SketchSource, DrawsEightAnchorsWithNormalsOfTheSameAlpha) {
  const Views& views = plain_anchors();
  ASSERT_EQ(views.size(), 8u);
  for (const auto& [index, view] : views) {
    ASSERT_TRUE(view->has_normal()) << index;
    for (std::size_t i = 0; i < view->rgba.num_pixels(); ++i) {
      ASSERT_EQ(view->rgba.data()[4 * i + 3], view->normal.data()[4 * i + 3]) << index;
    }
  }
}

TEST(SketchSource, FrontIsThePictureItself) { EXPECT_EQ(plain_anchors().at(0)->rgba, figure_picture()); }

TEST(SketchSource, NormalsFaceTheCameraThatSeesThem) {
  const Views& views = plain_anchors();
  const glm::vec3 front = core::views::decode_normal(views.at(0)->normal.pixel(128, 135));
  const glm::vec3 back = core::views::decode_normal(views.at(16)->normal.pixel(128, 135));
  EXPECT_LT(front.y, -0.8f);
  EXPECT_GT(back.y, 0.8f);
}

TEST(SketchSource, SameSeedGivesTheSameBytes) {
  core::views::AnchorRequest request = sketch_test::all_anchors(figure_picture(), 77);
  request.wanted.reset().set(1).set(4);
  const Views once = anchors_of(request);
  for (const auto& [index, view] : anchors_of(request)) {
    EXPECT_EQ(view->rgba, once.at(index)->rgba);
    EXPECT_EQ(view->normal, once.at(index)->normal);
  }
}

TEST(SketchSource, RerollChangesColourAndNormalsButNotTheSilhouette) {
  const Views& before = plain_anchors();
  const Views& after = rerolled_anchors();
  EXPECT_GT(mean_difference(before.at(16)->rgba, after.at(16)->rgba), 8.0);
  EXPECT_GT(mean_difference(before.at(16)->normal, after.at(16)->normal), 2.0);
  EXPECT_GE(core::image::mask_iou(before.at(16)->rgba, after.at(16)->rgba), 0.999);
}

TEST(SketchSource, RerollLeavesOtherAnchorsUntouched) {
  const Views& before = plain_anchors();
  const Views& after = rerolled_anchors();
  for (const int index : {0, 4, 8, 12, 20, 24, 28}) {
    EXPECT_EQ(before.at(index)->rgba, after.at(index)->rgba) << index;
    EXPECT_EQ(before.at(index)->normal, after.at(index)->normal) << index;
  }
}

TEST(SketchSource, ThreeSeedsAreThreeDesigns) {
  Views views;
  for (const std::uint64_t seed : {44u, 45u, 46u}) {
    core::views::AnchorRequest request = sketch_test::all_anchors(figure_picture(), seed);
    request.wanted.reset().set(4);
    views[static_cast<int>(seed)] = anchors_of(request).at(16);
  }
  EXPECT_GT(mean_difference(views.at(44)->rgba, views.at(45)->rgba), 8.0);
  EXPECT_GT(mean_difference(views.at(45)->rgba, views.at(46)->rgba), 8.0);
  EXPECT_GT(mean_difference(views.at(44)->rgba, views.at(46)->rgba), 8.0);
}

TEST(SketchSource, DrawsOnlyWhatIsWanted) {
  core::views::AnchorRequest request = sketch_test::all_anchors(figure_picture());
  request.wanted.reset().set(3);
  const Views views = anchors_of(request);
  ASSERT_EQ(views.size(), 1u);
  EXPECT_EQ(views.begin()->first, 12);
}

TEST(SketchSource, MirroredPaintShowsThePhotoFromBehind) {
  SketchOptions options;
  options.body = core::sketch::Body::Inflated;
  const Image8 picture = figure_picture();
  core::views::AnchorRequest request = sketch_test::all_anchors(picture);
  request.wanted.reset().set(4);
  const Image8 back = anchors_of(request, options).at(16)->rgba;
  // The belly's middle stands at (128, 135) in both pictures; a little to its left is a little to its right from
  // behind.
  for (int c = 0; c < 3; ++c) EXPECT_NEAR(back.at(127 - 8, 130, c), picture.at(128 + 8, 130, c), 16) << c;
}

TEST(SketchSource, InBetweensOfAClipAreItsSixViews) {
  const Views views = clips_of(plain_anchors(), core::views::ClipSet(0b0010));
  ASSERT_EQ(views.size(), 6u);
  for (const auto& [index, view] : views) EXPECT_EQ(core::views::clip_of_view(index), 1);
}

TEST(SketchSource, InBetweensTakeTheColoursOfTheirAnchors) {
  Views anchors = plain_anchors();
  auto blue = std::make_shared<core::views::View>(*anchors.at(16));
  for (std::size_t i = 0; i < blue->rgba.num_pixels(); ++i) {
    blue->rgba.data()[4 * i] = blue->rgba.data()[4 * i + 1] = 0;
    blue->rgba.data()[4 * i + 2] = 255;
  }
  anchors[16] = blue;
  const ViewPtr next_to_it = clips_of(anchors, core::views::ClipSet(0b0100)).at(17);
  const std::uint8_t* pixel = next_to_it->rgba.pixel(128, 135);
  EXPECT_GT(pixel[2], 220);
  EXPECT_LT(pixel[0], 60);
}

TEST(SketchSource, OwnPictureShapesTheBodyAndColoursItsSide) {
  const Image8 front = sketch_test::drawn(sketch_test::disc(128, 128, 90));
  auto side = std::make_shared<core::views::View>();
  side->index = 8;
  side->own = true;
  side->rgba = sketch_test::drawn(
      [](float x, float y) { return std::hypot((x - 128.0f) / 30.0f, (y - 128.0f) / 90.0f) < 1.0f; });
  for (std::size_t i = 0; i < side->rgba.num_pixels(); ++i) {
    side->rgba.data()[4 * i] = 250;
    side->rgba.data()[4 * i + 1] = side->rgba.data()[4 * i + 2] = 10;
  }
  core::views::AnchorRequest request = sketch_test::all_anchors(front);
  request.held[2] = side;
  request.wanted.reset().set(6);
  const Views views = anchors_of(request);
  const Image8& left = views.at(24)->rgba;
  const core::image::AlphaBox box = core::image::alpha_box(left, 127);
  EXPECT_NEAR(box.width(), 60, 6);
  EXPECT_EQ(views.count(8), 0u);
  core::views::AnchorRequest own_too = request;
  own_too.wanted.reset().set(2);
  const ViewPtr own = anchors_of(own_too).at(8);
  EXPECT_EQ(own->rgba, side->rgba);
  EXPECT_TRUE(own->has_normal());
}

TEST(SketchSource, APaintedOutlineShapesTheBodyAndIsKeptByItsView) {
  core::views::AnchorRequest request = sketch_test::all_anchors(sketch_test::drawn(sketch_test::disc(128, 128, 90)));
  const Image8 side = core::image::alpha_of(sketch_test::drawn(
      [](float x, float y) { return std::hypot((x - 128.0f) / 30.0f, (y - 128.0f) / 90.0f) < 1.0f; }));
  request.outlines[2] = std::make_shared<const Image8>(side);
  request.wanted.reset().set(2).set(6);
  const Views views = anchors_of(request);
  EXPECT_NEAR(core::image::alpha_box(views.at(24)->rgba, 127).width(), 60, 6);
  EXPECT_EQ(core::image::alpha_of(views.at(8)->rgba), side);
  EXPECT_EQ(core::image::alpha_of(views.at(8)->normal), side);
  EXPECT_FALSE(views.at(8)->own);
  request.seeds[2] = 99;
  EXPECT_NE(anchors_of(request).at(8)->rgba, views.at(8)->rgba);
}

TEST(SketchSource, RefusesAPaintedOutlineOfAnotherSize) {
  core::views::AnchorRequest request = sketch_test::all_anchors(figure_picture());
  request.outlines[2] = std::make_shared<const Image8>(64, 64, 1);
  EXPECT_THROW(anchors_of(request), core::Error);
}

TEST(SketchSource, FramingLeavesShallowBodiesAtTheUsualRatio) {
  const Image8 picture = sketch_test::drawn(sketch_test::rectangle(20, 90, 236, 160));
  EXPECT_FLOAT_EQ(SketchSource({}).framing_ratio(picture, {}, {}, core::RunContext()), core::views::kFramingRatio);
}

TEST(SketchSource, FramingKeepsDeepBodiesOffTheBorderOfEveryView) {
  SketchOptions options;
  options.body = core::sketch::Body::Inflated;
  options.depth = 1.3f;
  const Image8 picture = sketch_test::drawn(sketch_test::disc(128, 128, 110));
  const float ratio = SketchSource(options).framing_ratio(picture, {}, {}, core::RunContext());
  EXPECT_LT(ratio, core::views::kFramingRatio);
  EXPECT_GE(ratio, core::views::kMinFramingRatio);
  for (const auto& [index, view] :
       anchors_of(sketch_test::all_anchors(core::views::frame_cutout(picture, ratio)), options)) {
    const core::image::AlphaBox box = core::image::alpha_box(view->rgba, 8);
    EXPECT_GE(std::min(box.left, box.top), 4) << index;
    EXPECT_LE(std::max(box.right, box.bottom), 252) << index;
  }
}

TEST(SketchSource, RefusesARequestWithoutFront) {
  core::views::AnchorRequest request;
  request.wanted.set();
  EXPECT_THROW(anchors_of(request), core::Error);
}

TEST(SketchSource, RefusesOptionsOutOfRange) {
  SketchOptions options;
  options.depth = 100.0f;
  EXPECT_THROW(anchors_of(sketch_test::all_anchors(figure_picture()), options), core::Error);
}

TEST(SketchSource, StopsWhenAsked) {
  std::stop_source stop;
  stop.request_stop();
  const core::RunContext context(stop.get_token(), {});
  EXPECT_THROW(SketchSource({}).draw_anchors(
                   sketch_test::all_anchors(figure_picture()), [](ViewPtr) {}, context),
               core::Cancelled);
}

}  // namespace
