// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/window/sheet_dialog.h"

#include <gtest/gtest.h>

#include <QDialogButtonBox>
#include <set>

#include "tests/ui/fixtures.h"
#include "ui/window/sheet_import.h"

namespace {

using ui::SheetDialog;

std::vector<core::project::PicturePtr> discs(std::size_t count) {
  std::vector<core::project::PicturePtr> drawings;
  for (std::size_t i = 0; i < count; ++i) {
    drawings.push_back(core::project::make_picture("sheet.png", ui_test::DiscSource::disc_picture(i + 1, 120), true));
  }
  return drawings;
}

bool can_accept(const SheetDialog& dialog) {
  for (const QAbstractButton* button : dialog.findChild<QDialogButtonBox*>()->buttons()) {
    if (button->text().contains("tiles")) return button->isEnabled();
  }
  return false;
}

TEST(UsualAnchors, BeginWithTheFrontAndAreAllDifferent) {
  for (std::size_t count = 2; count <= 8; ++count) {
    const std::vector<int> anchors = ui::usual_anchors(count);
    ASSERT_EQ(anchors.size(), count);
    EXPECT_EQ(anchors.front(), 0);
    EXPECT_EQ(std::set<int>(anchors.begin(), anchors.end()).size(), count);
  }
}

TEST(SheetDialog, ProposesFrontSideAndBackForThree) {
  const auto drawings = discs(3);
  const SheetDialog dialog(drawings);
  EXPECT_TRUE(can_accept(dialog));
  EXPECT_EQ(dialog.chosen()[0], drawings[0]);
  EXPECT_EQ(dialog.chosen()[2], drawings[1]);
  EXPECT_EQ(dialog.chosen()[4], drawings[2]);
}

TEST(SheetDialog, TheOrderCanBeCorrected) {
  const auto drawings = discs(3);
  SheetDialog dialog(drawings);
  dialog.assign(0, 2);
  EXPECT_FALSE(can_accept(dialog));  // no front, and two on the right
  dialog.assign(1, 0);
  EXPECT_TRUE(can_accept(dialog));
  dialog.assign(2, -1);
  EXPECT_EQ(dialog.chosen()[0], drawings[1]);
  EXPECT_EQ(dialog.chosen()[2], drawings[0]);
  EXPECT_FALSE(dialog.chosen()[4]);
}

TEST(SheetImport, OpensTheFrontAndLaysTheOthersOnTheirTiles) {
  ui::PipelineController controller(ui_test::disc_tools(), ui_test::disc_files());
  ui::Edits edits(controller);
  edits.set_following(false);
  const auto drawings = discs(3);
  new ui::SheetImport(controller, SheetDialog(drawings).chosen(), &controller);
  ASSERT_TRUE(ui_test::wait_until([&] {
    const auto& own = controller.workspace().choices.own;
    return own[2] && own[4];
  }));
  EXPECT_EQ(controller.workspace().picture, drawings[0]);
  EXPECT_TRUE(controller.workspace().choices.own[2]->view->has_normal());
  EXPECT_TRUE(controller.workspace().choices.locked[16]);
}

}  // namespace
