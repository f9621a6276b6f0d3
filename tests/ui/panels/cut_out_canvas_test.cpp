// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/panels/cut_out_canvas.h"

#include <gtest/gtest.h>

#include <QApplication>
#include <QTest>
#include <QWheelEvent>

#include "core/image/strokes.h"
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

TEST_F(CutOutCanvasTest, ASoftBrushFadesOutToItsRimHoweverOftenItPasses) {
  canvas.set_tool(Tool::BrushObject);
  canvas.set_brush_radius(20);  // 40 pixels of the picture
  canvas.set_brush_softness(1.0);
  QTest::mousePress(&canvas, Qt::LeftButton, {}, {106, 106});
  for (int i = 0; i < 5; ++i) {
    QTest::mouseMove(&canvas, {106 + i % 2, 106});
    QTest::mouseMove(&canvas, {106, 106});
  }
  QTest::mouseRelease(&canvas, Qt::LeftButton, {}, {106, 106});
  ASSERT_TRUE(heard && heard->strokes);
  const auto value = [&](int x, int y) { return core::image::stroke_value(heard->strokes->at(x, y)); };
  EXPECT_NEAR(value(200, 200), 1.0f, 0.02f);
  EXPECT_NEAR(value(200, 220), 0.5f, 0.05f);
  EXPECT_NEAR(value(200, 232), 0.2f, 0.05f);
  EXPECT_EQ(value(200, 245), 0.0f);
}

TEST_F(CutOutCanvasTest, ASoftStrokeTakesBackInPartWhatWasPaintedBefore) {
  canvas.set_tool(Tool::BrushObject);
  canvas.set_brush_radius(20);
  drag({106, 106}, {106, 106});
  canvas.show_work(picture, nullptr, *heard);
  canvas.set_tool(Tool::BrushBackground);
  canvas.set_brush_softness(1.0);
  drag({106, 106}, {106, 106});
  const auto value = [&](int x, int y) { return core::image::stroke_value(heard->strokes->at(x, y)); };
  EXPECT_NEAR(value(200, 200), -1.0f, 0.02f);
  EXPECT_NEAR(value(200, 220), 0.0f, 0.1f);
  EXPECT_NEAR(value(200, 232), 0.6f, 0.1f);
}

/// A cut-out on its canvas: the canvas of the widget is 200 pixels wide.
core::project::CutOutPtr framed(float ratio) {
  auto cut_out = std::make_shared<core::project::CutOut>();
  cut_out->front = core::views::frame_cutout(ui_test::DiscSource::disc_picture(5, 400), ratio);
  cut_out->framing_ratio = ratio;
  return cut_out;
}

TEST_F(CutOutCanvasTest, TheFrameToolMovesScalesAndTurnsWithOneStepEach) {
  std::vector<core::views::Framing> framings;
  QObject::connect(&canvas, &CutOutCanvas::framed, [&](const auto& framing) { framings.push_back(framing); });
  canvas.show_work(picture, framed(0.5f), {});
  canvas.set_tool(Tool::Frame);
  drag({106, 106}, {126, 106});
  ASSERT_EQ(framings.size(), 1u);
  EXPECT_NEAR(framings[0].x, 0.1f, 1e-3f);
  EXPECT_EQ(framings[0].ratio, core::views::kFramingRatio) << "moving leaves the automatic size";
  drag({156, 156}, {146, 146});
  ASSERT_EQ(framings.size(), 2u);
  EXPECT_NEAR(framings[1].ratio, 0.4f, 0.01f);
  drag({106, 38}, {174, 106});
  ASSERT_EQ(framings.size(), 3u);
  EXPECT_NEAR(framings[2].turn_deg, 90.0f, 1.0f);
}

}  // namespace
