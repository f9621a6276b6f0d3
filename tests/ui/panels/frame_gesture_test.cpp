// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/panels/frame_gesture.h"

#include <gtest/gtest.h>

namespace {

using core::views::Framing;
using ui::FrameGesture;
using Part = FrameGesture::Part;

/// A canvas of 200 pixels with an object of 100 x 50 in its middle.
const FrameGesture kGesture(QRectF(0, 0, 200, 200), Framing{0.5f, 0.0f, 0.0f, 0.0f}, 2.0);

TEST(FrameGesture, KnowsItsParts) {
  EXPECT_EQ(kGesture.part_at({50, 75}), Part::Scale);
  EXPECT_EQ(kGesture.part_at({150, 125}), Part::Scale);
  EXPECT_EQ(kGesture.part_at({100, 57}), Part::Turn);
  EXPECT_EQ(kGesture.part_at({100, 100}), Part::Move);
  EXPECT_EQ(kGesture.part_at({20, 180}), Part::None);
}

TEST(FrameGesture, MovesInSharesOfTheCanvasAndStopsAtTheLimit) {
  const Framing moved = kGesture.dragged(Part::Move, {100, 100}, {120, 90}, false);
  EXPECT_FLOAT_EQ(moved.x, 0.1f);
  EXPECT_FLOAT_EQ(moved.y, -0.05f);
  EXPECT_FLOAT_EQ(moved.ratio, 0.5f);
  EXPECT_FLOAT_EQ(kGesture.dragged(Part::Move, {100, 100}, {400, 90}, true).x, core::views::kMaxShift);
  EXPECT_FLOAT_EQ(kGesture.dragged(Part::Move, {100, 100}, {120, 90}, true).y, 0.0f) << "along one axis";
}

TEST(FrameGesture, ScalesAboutTheMiddle) {
  const Framing scaled = kGesture.dragged(Part::Scale, {150, 125}, {170, 135}, false);
  EXPECT_NEAR(scaled.ratio, 0.7f, 1e-4f);
  EXPECT_FLOAT_EQ(scaled.x, 0.0f);
}

TEST(FrameGesture, TurnsClockwiseAndInStepsIfWanted) {
  EXPECT_NEAR(kGesture.dragged(Part::Turn, {100, 50}, {150, 100}, false).turn_deg, 90.0f, 1e-3f);
  EXPECT_NEAR(kGesture.dragged(Part::Turn, {100, 50}, {114, 50}, true).turn_deg, 15.0f, 1e-3f);
}

TEST(FrameGesture, DrawsWhatIsShownWhereAnotherFramingHasIt) {
  const Framing other{0.25f, 0.1f, 0.0f, 90.0f};
  const QPointF corner = kGesture.to(other).map(QPointF(150, 100));  // right end of the object
  EXPECT_NEAR(corner.x(), 120.0, 1e-6);
  EXPECT_NEAR(corner.y(), 125.0, 1e-6);
  EXPECT_NEAR(kGesture.frame(other)[1].y(), 125.0, 1e-6);
}

}  // namespace
