// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <QGuiApplication>
#include <QSignalSpy>
#include <QTemporaryDir>

#include "tests/ui/fixtures.h"
#include "ui/drive/drive.h"

// The region brush in the whole window. The program's built-in source draws no parts of views, so this window has the
// discs for a source, and the script is played here instead of to the program (tests/ui/drive).
namespace {

TEST(RegionDrive, APartOfAViewIsDrawnAgainByABrushOnItsTile) {
  if (QGuiApplication::platformName() == "offscreen") GTEST_SKIP() << "Xvfb is not installed";
  const QTemporaryDir home;
  qputenv("XDG_DATA_HOME", home.filePath("data").toUtf8());
  qputenv("XDG_CONFIG_HOME", home.filePath("config").toUtf8());
  ui::PipelineController controller(ui_test::disc_tools(), ui_test::disc_files());
  ui::Edits edits(controller);
  ui::Appearance appearance;
  ui::MainWindow window(controller, edits, appearance, {}, "test");
  edits.set_source("discs");
  window.show();
  ui::Drive drive(window, {"size 1400 900", "open disc.png", "make", "wait for views 32", "stop", "wait idle",
                           "region 8 100 128 150 128", "press Draw again", "wait for variants 8 2", "stop", "wait idle",
                           QString::fromUtf8("expect undo re-roll of a part of 90°")});
  QSignalSpy finished(&drive, &ui::Drive::finished);
  drive.start();
  ASSERT_TRUE(ui_test::wait_until([&] { return !finished.isEmpty(); }));
  ASSERT_TRUE(finished.front().front().toBool());
  const auto& variants = controller.workspace().variants[8];
  ASSERT_EQ(variants.size(), 2u);
  const auto &before = variants[0]->view->rgba, &after = variants[1]->view->rgba;
  const auto is_same_at = [&](int x, int y) {
    return std::equal(before.pixel(x, y), before.pixel(x, y) + 4, after.pixel(x, y));
  };
  EXPECT_FALSE(is_same_at(128, 128)) << "it was painted over";
  EXPECT_TRUE(is_same_at(128, 60)) << "it was not";
  edits.undo_stack().undo();
  EXPECT_EQ(controller.workspace().shown[8], variants[0]);
}

}  // namespace
