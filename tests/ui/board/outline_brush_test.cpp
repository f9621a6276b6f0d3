// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/board/outline_brush.h"

#include <gtest/gtest.h>

#include <QSignalSpy>
#include <QTest>

#include "core/image/alpha.h"
#include "tests/ui/fixtures.h"

namespace {

using ui::OutlineBrush;

struct OutlineBrushTest : testing::Test {
  QWidget board;
  OutlineBrush brush{&board};
  ui::TileState state;
  std::optional<core::image::Image8> heard;

  OutlineBrushTest() {
    board.resize(800, 700);
    board.show();
    state = drawn(64);
    brush.open(state, state.picture, QRect(300, 200, 150, 150));
    QObject::connect(&brush, &OutlineBrush::painted, [this](int, const auto& coverage) { heard = coverage; });
  }

  /// View 8 drawn as a disc of the radius around (128, 128).
  static ui::TileState drawn(int radius) {
    auto view = std::make_shared<core::views::View>();
    view->index = 8;
    view->rgba = core::image::Image8(256, 256, 4, 200);
    for (int y = 0; y < 256; ++y) {
      for (int x = 0; x < 256; ++x) {
        const bool is_inside = (x - 128) * (x - 128) + (y - 128) * (y - 128) < radius * radius;
        view->rgba.at(x, y, 3) = is_inside ? 255 : 0;
      }
    }
    ui::TileState state;
    state.view = 8;
    state.picture = view;
    return state;
  }

  void drag(const QPointF& from_px, const QPointF& to_px, Qt::MouseButton button = Qt::LeftButton) {
    const QPoint from = brush.from_canvas(from_px).toPoint(), to = brush.from_canvas(to_px).toPoint();
    QTest::mousePress(&brush, button, {}, from);
    QTest::mouseMove(&brush, to);
    QTest::mouseRelease(&brush, button, {}, to);
  }
};

TEST_F(OutlineBrushTest, AStrokeFromInsidePushesTheOutlineOut) {
  drag({128, 128}, {220, 128});
  ASSERT_TRUE(heard);
  EXPECT_EQ(heard->at(215, 128), 255);
  EXPECT_EQ(heard->at(128, 210), 0);
  EXPECT_EQ(heard->channels(), 1);
}

TEST_F(OutlineBrushTest, AStrokeFromOutsidePushesItIn) {
  drag({230, 128}, {150, 128});
  ASSERT_TRUE(heard);
  EXPECT_EQ(heard->at(160, 128), 0);
  EXPECT_EQ(heard->at(100, 128), 255);
}

TEST_F(OutlineBrushTest, TheRightButtonCutsFromInside) {
  drag({128, 128}, {129, 128}, Qt::RightButton);
  ASSERT_TRUE(heard);
  EXPECT_EQ(heard->at(128, 128), 0);
  EXPECT_EQ(heard->at(80, 128), 255);
}

TEST_F(OutlineBrushTest, BeginsWithTheViewAsItIsDrawnAndKeepsStrokesUntilItIsDrawnAgain) {
  drag({128, 128}, {220, 128});
  brush.show_state(state);  // something else changed
  drag({128, 60}, {129, 60});
  EXPECT_EQ(heard->at(215, 128), 255);
  brush.show_state(drawn(30));
  drag({128, 128}, {129, 128});
  EXPECT_EQ(heard->at(215, 128), 0);
  EXPECT_EQ(heard->at(128, 170), 0);
}

TEST_F(OutlineBrushTest, ARefusedStrokeIsTakenBack) {
  drag({128, 128}, {220, 128});
  brush.revert();
  drag({128, 128}, {129, 128});
  EXPECT_EQ(heard->at(215, 128), 0);
}

TEST_F(OutlineBrushTest, EscEndsIt) {
  QSignalSpy ended(&brush, &OutlineBrush::ended);
  QTest::keyClick(&brush, Qt::Key_Escape);
  EXPECT_FALSE(brush.is_open());
  EXPECT_EQ(ended.count(), 1);
}

TEST_F(OutlineBrushTest, LiesWithinTheBoardAndLargerThanTheTile) {
  EXPECT_TRUE(board.rect().contains(brush.geometry()));
  EXPECT_GT(brush.width(), 300);
}

TEST_F(OutlineBrushTest, BracketsSizeTheBrush) {
  for (int i = 0; i < 30; ++i) QTest::keyClick(&brush, Qt::Key_BracketLeft);
  drag({128, 128}, {220, 128});
  EXPECT_EQ(heard->at(210, 134), 0);
  EXPECT_EQ(heard->at(210, 128), 255);
}

}  // namespace
