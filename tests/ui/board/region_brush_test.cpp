// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/board/region_brush.h"

#include <gtest/gtest.h>

#include <QTest>
#include <algorithm>

#include "tests/ui/fixtures.h"

namespace {

using ui::RegionBrush;

struct RegionBrushTest : testing::Test {
  QWidget board;
  RegionBrush brush{&board};
  std::optional<core::image::Image8> heard;

  RegionBrushTest() {
    board.resize(800, 700);
    board.show();
    auto view = std::make_shared<core::views::View>();
    view->index = 8;
    view->rgba = ui_test::DiscSource::disc_picture(3, 256);
    ui::TileState state;
    state.view = 8;
    state.picture = view;
    brush.open(state, QRect(300, 200, 150, 150));
    QObject::connect(&brush, &RegionBrush::region_painted, [this](int, const auto& mask) { heard = mask; });
  }

  void drag(const QPointF& from_px, const QPointF& to_px, Qt::MouseButton button = Qt::LeftButton) {
    const QPoint from = brush.from_canvas(from_px).toPoint(), to = brush.from_canvas(to_px).toPoint();
    QTest::mousePress(&brush, button, {}, from);
    QTest::mouseMove(&brush, to);
    QTest::mouseRelease(&brush, button, {}, to);
  }
};

TEST_F(RegionBrushTest, WhatIsPaintedOverIsToldWithEnter) {
  drag({60, 60}, {120, 60});
  EXPECT_FALSE(heard) << "a stroke alone draws nothing";
  QTest::keyClick(&brush, Qt::Key_Return);
  ASSERT_TRUE(heard);
  EXPECT_EQ(heard->width(), 256);
  EXPECT_EQ(heard->at(90, 60), 255);
  EXPECT_EQ(heard->at(90, 100), 0);
  EXPECT_FALSE(brush.is_open());
}

TEST_F(RegionBrushTest, TheRightButtonTakesBack) {
  drag({60, 60}, {120, 60});
  drag({60, 60}, {60, 60}, Qt::RightButton);
  QTest::keyClick(&brush, Qt::Key_Return);
  ASSERT_TRUE(heard);
  EXPECT_EQ(heard->at(60, 60), 0);
  EXPECT_EQ(heard->at(120, 60), 255);
}

TEST_F(RegionBrushTest, NothingPaintedDrawsNothing) {
  QTest::keyClick(&brush, Qt::Key_Return);
  EXPECT_FALSE(heard);
  EXPECT_TRUE(brush.is_open());
  QTest::keyClick(&brush, Qt::Key_Escape);
  EXPECT_FALSE(brush.is_open());
}

}  // namespace
