// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/board/view_grid.h"

#include <gtest/gtest.h>

#include <QKeyEvent>
#include <QSignalSpy>

namespace {

using ui::ViewGrid;

void press(ViewGrid& grid, int key, Qt::KeyboardModifiers modifiers = {}) {
  QKeyEvent event(QEvent::KeyPress, key, modifiers);
  QCoreApplication::sendEvent(&grid, &event);
}

TEST(ViewGrid, ReflowsWithItsShape) {
  ViewGrid grid;
  grid.fit({700, 520});
  EXPECT_EQ(grid.num_columns(), 4);
  grid.fit({360, 900});
  EXPECT_EQ(grid.num_columns(), 2);
  grid.fit({1700, 280});
  EXPECT_EQ(grid.num_columns(), 8);
}

TEST(ViewGrid, TilesStandInAzimuthOrderInsideTheBoard) {
  ViewGrid grid;
  grid.fit({700, 520});
  for (int anchor = 0; anchor < 8; ++anchor) {
    const QRect large = grid.tile(4 * anchor).geometry(), small = grid.tile(4 * anchor + 1).geometry();
    EXPECT_TRUE(grid.rect().contains(large));
    EXPECT_GT(large.width(), 2 * small.width());
    EXPECT_GT(small.top(), large.bottom());
  }
  EXPECT_GT(grid.tile(16).geometry().top(), grid.tile(12).geometry().bottom());
}

TEST(ViewGrid, DigitsSelectAnchorsButNotOnTheKeypad) {
  ViewGrid grid;
  press(grid, Qt::Key_5);
  EXPECT_EQ(grid.selected(), 16);
  press(grid, Qt::Key_3, Qt::KeypadModifier);
  EXPECT_EQ(grid.selected(), 16);
}

TEST(ViewGrid, ArrowsWalkAroundTheObject) {
  ViewGrid grid;
  grid.fit({700, 520});
  press(grid, Qt::Key_Left);
  EXPECT_EQ(grid.selected(), 28);
  press(grid, Qt::Key_Right);
  EXPECT_EQ(grid.selected(), 0);
  press(grid, Qt::Key_Down);
  EXPECT_EQ(grid.selected(), 16);
}

TEST(ViewGrid, SelectionIsToldOnce) {
  ViewGrid grid;
  QSignalSpy changed(&grid, &ViewGrid::selection_changed);
  grid.select(8);
  grid.select(8);
  EXPECT_EQ(changed.count(), 1);
}

TEST(ViewGrid, EveryTileHasANameForScreenReaders) {
  ViewGrid grid;
  for (int view = 0; view < 32; ++view) EXPECT_FALSE(grid.tile(view).accessibleName().isEmpty());
}

}  // namespace
