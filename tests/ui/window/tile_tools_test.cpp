// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/window/tile_tools.h"

#include <gtest/gtest.h>

#include <QMainWindow>
#include <QSignalSpy>

#include "tests/ui/fixtures.h"

namespace {

using ui::TileMode;
using ui_test::OpenedWork;

struct TileToolsTest : testing::Test {
  OpenedWork work;
  QMainWindow window;
  ui::WindowActions actions{&window};
  ui::BoardPanel* board = new ui::BoardPanel(work.controller);
  ui::TileTools* tools = nullptr;

  TileToolsTest() {
    window.setCentralWidget(board);
    tools = new ui::TileTools(work.controller, work.edits, *board, actions, &window);
    window.resize(900, 700);
    window.show();
    board->grid().setFocus();
  }
  const core::project::Choices& choices() const { return work.controller.workspace().choices; }
};

TEST_F(TileToolsTest, APictureIsLaidAsAnOwnPicture) {
  tools->lay(8, {"side.png", {}});
  work.settle();
  EXPECT_TRUE(choices().own[2]);
  EXPECT_FALSE(choices().own_normals[2]);
  work.edits.undo_stack().undo();
  EXPECT_FALSE(choices().own[2]);
}

TEST_F(TileToolsTest, WhileTheBoardShowsNormalsItIsLaidAsNormals) {
  board->set_mode(TileMode::Normals);
  QImage normals(256, 256, QImage::Format_ARGB32);
  normals.fill(QColor(128, 255, 128));
  tools->lay(8, {{}, normals});
  work.settle();
  EXPECT_TRUE(choices().own_normals[2]);
  EXPECT_FALSE(choices().own[2]);
  EXPECT_TRUE(actions.drop_own_normals->isEnabled() || board->selected() != 8);
}

TEST_F(TileToolsTest, APasteGoesOnTheSelectedTileUnlessThatIsThePhoto) {
  board->grid().select(16);
  EXPECT_TRUE(tools->takes_paste());
  board->grid().select(0);
  EXPECT_FALSE(tools->takes_paste()) << "another photo";
}

TEST_F(TileToolsTest, ASourceThatDrawsWholeViewsSaysWhyNoPartIsDrawn) {
  board->grid().select(16);
  EXPECT_FALSE(actions.region_brush->isEnabled());
  EXPECT_TRUE(actions.region_brush->toolTip().contains("draws views as a whole"));
  work.edits.set_source("discs");
  work.draw();
  EXPECT_TRUE(actions.region_brush->isEnabled());
}

TEST_F(TileToolsTest, APaintedPartIsDrawnAgain) {
  work.edits.set_source("discs");
  work.draw();
  board->grid().select(16);
  actions.region_brush->trigger();
  ASSERT_TRUE(board->region_brush().is_open());
  const auto before = work.controller.workspace().shown[16];
  Q_EMIT board->region_brush().region_painted(16, core::image::Image8(256, 256, 1, 255));
  work.settle();
  EXPECT_NE(work.controller.workspace().shown[16], before);
  EXPECT_TRUE(choices().regions[4]);
}

}  // namespace
