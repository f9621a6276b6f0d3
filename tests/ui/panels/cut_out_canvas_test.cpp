// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/panels/cut_out_canvas.h"

#include <gtest/gtest.h>

#include <QApplication>
#include <QTest>
#include <QWheelEvent>

#include "tests/ui/fixtures.h"

namespace {

using ui::CutOutCanvas;
using Tool = CutOutCanvas::Tool;

struct Fixture : testing::Test {
  CutOutCanvas canvas;
  core::project::PicturePtr picture =
      core::project::make_picture("disc.png", ui_test::DiscSource::disc_picture(5, 400), false);
  std::optional<core::project::CutOutChoice> heard;
  Fixture() {
    canvas.resize(212, 212);  // 200 pixels for the picture: two of its pixels for one
    canvas.show_work(picture, nullptr, {});
    QObject::connect(&canvas, &CutOutCanvas::stroked, [this](const auto& choice) { heard = choice; });
    QObject::connect(&canvas, &CutOutCanvas::boxed, [this](const auto& choice) { heard = choice; });
  }
  void drag(const QPoint& from, const QPoint& to) {
    QTest::mousePress(&canvas, Qt::LeftButton, {}, from);
    QTest::mouseMove(&canvas, to);
    QTest::mouseRelease(&canvas, Qt::LeftButton, {}, to);
  }
};
using CutOutCanvasTest = Fixture;

TEST_F(CutOutCanvasTest, ABrushStrokeMarksTheObjectWhereItWent) {
  canvas.set_tool(Tool::BrushObject);
  drag({56, 106}, {156, 106});
  ASSERT_TRUE(heard && heard->strokes);
  EXPECT_EQ(heard->strokes->width(), 400);
  EXPECT_EQ(heard->strokes->at(100, 200), 1);
  EXPECT_EQ(heard->strokes->at(200, 200), 1);
  EXPECT_EQ(heard->strokes->at(300, 200), 1);
  EXPECT_EQ(heard->strokes->at(200, 100), 0);
  EXPECT_EQ(heard->strokes_key, core::project::strokes_key(*heard));
}

TEST_F(CutOutCanvasTest, TheWheelSizesTheBrush) {
  canvas.set_tool(Tool::BrushObject);
  drag({106, 106}, {106, 106});
  EXPECT_EQ(heard->strokes->at(200, 240), 0);
  int radius = 0;
  QObject::connect(&canvas, &CutOutCanvas::brush_resized, [&](int now) { radius = now; });
  for (int i = 0; i < 20; ++i) {
    QWheelEvent wheel(QPointF(106, 106), QPointF(), QPoint(), QPoint(0, 120), Qt::NoButton, Qt::NoModifier,
                      Qt::NoScrollPhase, false);
    QApplication::sendEvent(&canvas, &wheel);
  }
  EXPECT_GT(radius, 25);
  drag({106, 106}, {106, 106});
  EXPECT_EQ(heard->strokes->at(200, 240), 1);
}

TEST_F(CutOutCanvasTest, ASecondStrokeAddsToTheFirst) {
  canvas.set_tool(Tool::BrushObject);
  drag({56, 56}, {66, 56});
  canvas.show_work(picture, nullptr, *heard);
  canvas.set_tool(Tool::BrushBackground);
  drag({156, 156}, {166, 156});
  EXPECT_EQ(heard->strokes->at(100, 100), 1);
  EXPECT_EQ(heard->strokes->at(300, 300), 2);
}

TEST_F(CutOutCanvasTest, ABoxIsGivenInPixelsOfThePicture) {
  canvas.set_tool(Tool::Box);
  drag({26, 36}, {186, 176});
  ASSERT_TRUE(heard && heard->box);
  EXPECT_EQ(*heard->box, (std::array<int, 4>{40, 60, 360, 340}));
}

TEST_F(CutOutCanvasTest, AClickWithTheBoxToolTakesTheBoxAway) {
  canvas.set_tool(Tool::Box);
  drag({26, 36}, {186, 176});
  canvas.show_work(picture, nullptr, *heard);
  drag({100, 100}, {100, 100});
  EXPECT_FALSE(heard->box);
}

TEST_F(CutOutCanvasTest, WithoutAToolTheMouseDoesNothing) {
  drag({26, 36}, {186, 176});
  EXPECT_FALSE(heard);
}

}  // namespace
