// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/views/framing.h"

#include <gtest/gtest.h>

#include <limits>

#include "core/base/error.h"
#include "core/image/alpha.h"
#include "core/views/canvas_move.h"

namespace core::views {
namespace {

image::Image8 block(int width, int height, int left, int top, int right, int bottom) {
  image::Image8 picture(width, height, 4);
  for (int y = top; y < bottom; ++y) {
    for (int x = left; x < right; ++x) {
      picture.at(x, y, 0) = 90;
      picture.at(x, y, 3) = 255;
    }
  }
  return picture;
}

TEST(FrameCutout, TheLongerSideTakesSevenEighthsAndTheRestIsCentred) {
  const image::Image8 canvas = frame_cutout(block(700, 500, 100, 50, 301, 452));
  const image::AlphaBox box = image::alpha_box(canvas, 127);
  EXPECT_EQ(canvas.width(), 256);
  EXPECT_NEAR(box.height(), 224, 1);
  EXPECT_NEAR(box.width(), 112, 1);
  EXPECT_NEAR(box.top, 256 - box.bottom, 2);
  EXPECT_NEAR(box.left, 256 - box.right, 2);
}

TEST(FrameCutout, ASmallerRatioLeavesMoreAround) {
  EXPECT_NEAR(image::alpha_box(frame_cutout(block(300, 300, 0, 0, 300, 300), 0.75f)).height(), 192, 1);
}

TEST(FrameCutout, EmptyAndTinyCutoutsAreRefused) {
  EXPECT_THROW(frame_cutout(image::Image8(100, 100, 4)), Error);
  EXPECT_THROW(frame_cutout(block(100, 100, 10, 10, 25, 25)), Error);
  EXPECT_NO_THROW(frame_cutout(block(100, 100, 10, 10, 26, 20)));
}

TEST(FrameLikeCutout, PutsWhatBelongsToACutOutWhereItsCanvasHasIt) {
  const image::Image8 cutout = block(300, 200, 40, 30, 241, 131);
  image::Image8 belonging(300, 200, 3, 255);
  for (int y = 30; y < 131; ++y) {
    for (int x = 40; x < 241; ++x) belonging.at(x, y, 1) = 0;
  }
  const image::Image8 canvas = frame_cutout(cutout, 0.75f),
                      framed = frame_like_cutout(belonging, cutout, Framing{0.75f});
  ASSERT_EQ(framed.channels(), 3);
  for (int y = 0; y < canvas.height(); ++y) {
    for (int x = 0; x < canvas.width(); ++x) ASSERT_EQ(framed.at(x, y, 1), 255 - canvas.at(x, y, 3)) << x << ", " << y;
  }
  EXPECT_THROW(frame_like_cutout(image::Image8(300, 201, 3), cutout), Error);
}

TEST(FrameCutout, IsMovedAndTurnedAsTheArtistSays) {
  const image::Image8 cutout = block(400, 300, 50, 100, 251, 201);  // twice as wide as high
  const image::AlphaBox moved = image::alpha_box(frame_cutout(cutout, Framing{0.5f, 0.125f, -0.0625f, 0.0f}), 127);
  EXPECT_NEAR(moved.width(), 128, 1);
  EXPECT_NEAR(moved.left + moved.right, 256 + 64, 2);
  EXPECT_NEAR(moved.top + moved.bottom, 256 - 32, 2);
  const image::AlphaBox upright = image::alpha_box(frame_cutout(cutout, Framing{0.5f, 0.0f, 0.0f, 90.0f}), 127);
  EXPECT_NEAR(upright.height(), 128, 1);
  EXPECT_NEAR(upright.width(), 64, 1);
}

TEST(FrameCutout, AFramingThatChangesNothingGivesTheSameBytes) {
  const image::Image8 cutout = block(700, 500, 100, 50, 301, 452);
  EXPECT_EQ(frame_cutout(cutout, Framing{}), frame_cutout(cutout));
}

TEST(FramingLimits, ValuesComeIntoTheirRangeAndWhatIsNotFiniteIsUsual) {
  const Framing framing = within_limits({9.0f, -3.0f, std::numeric_limits<float>::quiet_NaN(), 500.0f});
  EXPECT_EQ(framing, (Framing{kFramingRatio, -kMaxShift, 0.0f, kMaxTurn_deg}));
}

TEST(FramingRoom, ACutOutThatIsMovedStaysClearOfTheBorders) {
  const image::Image8 cutout = block(400, 300, 50, 100, 251, 201);
  for (const Framing wanted : {Framing{0.875f, 0.2f, 0.0f, 0.0f}, Framing{0.875f, 0.0f, -0.25f, 0.0f}}) {
    Framing framing = wanted;
    framing.ratio = std::min(framing.ratio, ratio_with_room(cutout, framing));
    const image::AlphaBox box = image::alpha_box(frame_cutout(cutout, framing), 127);
    EXPECT_GE(std::min({box.left, box.top, 256 - box.right, 256 - box.bottom}), 3);
  }
  EXPECT_GT(ratio_with_room(cutout, {}), kFramingRatio);
}

TEST(DetailCanvas, KeepsTheCutoutsResolutionWithinLimits) {
  EXPECT_EQ(detail_canvas_px(block(100, 100, 0, 0, 100, 100), 0.875f), 256);
  EXPECT_EQ(detail_canvas_px(block(900, 100, 0, 0, 896, 100), 0.875f), 1024);
  EXPECT_EQ(detail_canvas_px(block(4000, 100, 0, 0, 4000, 100), 0.875f), 2048);
}

TEST(FrameOwnPicture, TakesTheHeightOfTheFront) {
  const image::Image8 front = frame_cutout(block(200, 400, 0, 0, 200, 400));
  const image::Image8 own = frame_own_picture(block(90, 90, 5, 5, 85, 85), front);
  const image::AlphaBox front_box = image::alpha_box(front, 127), box = image::alpha_box(own, 127);
  EXPECT_NEAR(box.top, front_box.top, 1);
  EXPECT_NEAR(box.bottom, front_box.bottom, 1);
  EXPECT_NEAR(box.left + box.right, 256, 2);
}

TEST(FrameOwnPicture, StandsBesideAFrontThatIsGoingToBeSmaller) {
  const image::Image8 cutout = block(200, 400, 0, 0, 200, 400);
  const image::Image8 own =
      frame_own_picture(block(400, 400, 0, 0, 400, 400), frame_cutout(cutout), kMinFramingRatio / kFramingRatio);
  const image::AlphaBox front = image::alpha_box(frame_cutout(cutout, kMinFramingRatio), 127);
  const image::AlphaBox box = image::alpha_box(own, 127);
  EXPECT_NEAR(box.top, front.top, 1);
  EXPECT_NEAR(box.bottom, front.bottom, 1);
}

TEST(FramingRatioBeside, StaysWhereTheOwnPictureFits) {
  const image::Image8 front = frame_cutout(block(200, 400, 0, 0, 200, 400));
  EXPECT_EQ(framing_ratio_beside(block(90, 90, 5, 5, 85, 85), front, kFramingRatio), kFramingRatio);
}

TEST(FramingRatioBeside, FallsUntilAWideOwnPictureFits) {
  const image::Image8 front = frame_cutout(block(200, 400, 0, 0, 200, 400));
  const float ratio = framing_ratio_beside(block(500, 400, 0, 0, 500, 400), front, kFramingRatio);
  EXPECT_NEAR(ratio, kFramingRatio / 1.25f, 0.01f);
}

TEST(FramingRatioBeside, FarWiderThanTheCanvasInTheSmallestFramingIsRefusedWithARemedy) {
  const image::Image8 front = frame_cutout(block(200, 400, 0, 0, 200, 400));
  EXPECT_NO_THROW(framing_ratio_beside(block(160, 120, 5, 10, 155, 110), front, kFramingRatio));
  try {
    framing_ratio_beside(block(200, 120, 5, 10, 195, 110), front, kFramingRatio);
    FAIL() << "nothing was thrown";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::LimitExceeded);
    EXPECT_NE(std::string(error.what()).find("Open the wide picture as the main picture"), std::string::npos);
  }
}

TEST(CanvasMove, ShrinksAboutTheMiddle) {
  const image::Image8 small = moved(block(256, 256, 28, 60, 228, 196), {0.5f});
  const image::AlphaBox box = image::alpha_box(small, 127);
  EXPECT_NEAR(box.width(), 100, 1);
  EXPECT_NEAR(box.left + box.right, 256, 2);
  EXPECT_NEAR(box.height(), 68, 1);
}

}  // namespace
}  // namespace core::views
