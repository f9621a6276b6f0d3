// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/panels/picture_panel.h"

#include <gtest/gtest.h>

#include <QSignalSpy>

#include "tests/ui/fixtures.h"

namespace {

using core::matting::Finding;
using ui::CutOutCanvas;
using ui::FindingsList;
using ui::FramingBar;
using ui_test::OpenedWork;
using Kind = Finding::Kind;

QPushButton* button_named(const QWidget& parent, const QString& words) {
  for (QPushButton* button : parent.findChildren<QPushButton*>()) {
    if (button->text() == words) return button;
  }
  return nullptr;
}

TEST(FramingBar, TellsOnlyWhatWasTyped) {
  FramingBar bar;
  const core::views::Framing framing{0.875f, 0.01234f, 0.0f, 0.0f};
  bar.show_framing(framing, 0.7f);
  std::vector<core::views::Framing> heard;
  QObject::connect(&bar, &FramingBar::typed, [&](const auto& typed) { heard.push_back(typed); });
  const auto boxes = bar.findChildren<QDoubleSpinBox*>();
  for (QDoubleSpinBox* box : boxes) {
    if (box->suffix().contains(QChar(0xb0))) box->setValue(12.5);
  }
  ASSERT_EQ(heard.size(), 1u);
  EXPECT_EQ(heard[0], (core::views::Framing{0.875f, 0.01234f, 0.0f, 12.5f}));
}

TEST(FindingsList, SaysEachFindingWithItsRemedy) {
  FindingsList list;
  EXPECT_TRUE(list.isHidden());
  list.show_findings({{Kind::SeveralObjects, 3}, {Kind::Blurred, 20}});
  EXPECT_FALSE(list.isHidden());
  QSignalSpy wanted(&list, &FindingsList::remedy_wanted);
  ASSERT_NE(button_named(list, "Keep the largest"), nullptr);
  button_named(list, "Keep the largest")->click();
  EXPECT_EQ(wanted.count(), 1);
  EXPECT_EQ(list.findChildren<QPushButton*>().size(), 1) << "a blurred picture has words only";
  EXPECT_TRUE(FindingsList::sentence({Kind::SeveralObjects, 3}).startsWith("There are 3 objects."));
  list.show_findings({});
  EXPECT_TRUE(list.isHidden());
}

struct PanelTest : testing::Test {
  OpenedWork work;
  ui::PicturePanel panel{work.controller, work.edits};
  const core::project::CutOutChoice& choice() const { return work.controller.workspace().choices.cut_out; }
};

TEST_F(PanelTest, ARemedyIsOneStepThatCanBeUndone) {
  auto* list = panel.findChild<FindingsList*>();
  Q_EMIT list->remedy_wanted(FindingsList::Remedy::KeepLargest);
  EXPECT_TRUE(choice().keeps_largest);
  EXPECT_EQ(work.edits.undo_stack().undoText(), "keeping the largest object");
  Q_EMIT list->remedy_wanted(FindingsList::Remedy::Frame);
  EXPECT_FLOAT_EQ(choice().framing.ratio, 0.75f);
  EXPECT_EQ(panel.findChild<CutOutCanvas*>()->tool(), CutOutCanvas::Tool::Frame);
  work.edits.undo_stack().undo();
  work.edits.undo_stack().undo();
  EXPECT_EQ(choice(), core::project::CutOutChoice{});
  work.settle();
}

TEST_F(PanelTest, ToolsExcludeEachOtherAndBringTheirSettings) {
  auto* canvas = panel.findChild<CutOutCanvas*>();
  button_named(panel, "Frame")->click();
  EXPECT_EQ(canvas->tool(), CutOutCanvas::Tool::Frame);
  EXPECT_FALSE(panel.findChild<FramingBar*>()->isHidden());
  button_named(panel, "Brush +")->click();
  EXPECT_EQ(canvas->tool(), CutOutCanvas::Tool::BrushObject);
  EXPECT_TRUE(panel.findChild<FramingBar*>()->isHidden());
  EXPECT_FALSE(button_named(panel, "Frame")->isChecked());
  button_named(panel, "Brush +")->click();
  EXPECT_EQ(canvas->tool(), CutOutCanvas::Tool::None);
}

TEST_F(PanelTest, ResetGoesBackToTheAutomaticFraming) {
  work.edits.set_framing({0.5f, 0.1f, 0.0f, 5.0f});
  work.settle();
  ASSERT_TRUE(button_named(panel, "Reset")->isEnabled());
  button_named(panel, "Reset")->click();
  EXPECT_EQ(choice().framing, core::views::Framing{});
  work.settle();
  EXPECT_FALSE(button_named(panel, "Reset")->isEnabled());
}

}  // namespace
