// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/matting/sheet.h"

#include <gtest/gtest.h>

#include "core/base/error.h"
#include "core/image/alpha.h"

namespace core::matting {
namespace {

image::Image8 white_sheet(int width, int height) { return image::Image8(width, height, 4, 255); }

void fill(image::Image8& sheet, int left, int top, int width, int height, std::uint8_t shade) {
  for (int y = top; y < top + height; ++y) {
    for (int x = left; x < left + width; ++x) std::fill_n(sheet.pixel(x, y), 3, shade);
  }
}

std::vector<image::Image8> split(const image::Image8& sheet) { return split_sheet(sheet, false, RunContext()); }

/// Shade in the middle of a drawing.
int shade_of(const image::Image8& drawing) { return drawing.at(drawing.width() / 2, drawing.height() / 2); }

TEST(SplitSheet, GivesTheDrawingsFromLeftToRight) {
  image::Image8 sheet = white_sheet(500, 200);
  fill(sheet, 30, 40, 60, 120, 40);
  fill(sheet, 200, 40, 30, 120, 80);
  fill(sheet, 350, 42, 60, 120, 120);
  const std::vector<image::Image8> drawings = split(sheet);
  ASSERT_EQ(drawings.size(), 3u);
  EXPECT_EQ(shade_of(drawings[0]), 40);
  EXPECT_EQ(shade_of(drawings[1]), 80);
  EXPECT_EQ(shade_of(drawings[2]), 120);
  const image::AlphaBox box = image::alpha_box(drawings[1], 127);
  EXPECT_EQ(box.width(), 30);
  EXPECT_EQ(box.height(), 120);
}

TEST(SplitSheet, ReadsRowsFromTheTop) {
  image::Image8 sheet = white_sheet(300, 300);
  fill(sheet, 20, 170, 80, 100, 120);
  fill(sheet, 180, 165, 80, 100, 160);
  fill(sheet, 20, 25, 80, 100, 40);
  fill(sheet, 180, 20, 80, 100, 80);
  std::vector<int> shades;
  for (const image::Image8& drawing : split(sheet)) shades.push_back(shade_of(drawing));
  EXPECT_EQ(shades, (std::vector<int>{40, 80, 120, 160}));
}

TEST(SplitSheet, KeepsPartsBesideADrawingAndLeavesCaptionsOut) {
  image::Image8 sheet = white_sheet(400, 260);
  fill(sheet, 40, 60, 80, 120, 40);
  fill(sheet, 60, 40, 40, 18, 40);  // a hat that does not touch the head
  fill(sheet, 250, 60, 80, 120, 80);
  fill(sheet, 55, 215, 50, 12, 10);  // a caption
  const std::vector<image::Image8> drawings = split(sheet);
  ASSERT_EQ(drawings.size(), 2u);
  EXPECT_EQ(image::alpha_box(drawings[0], 127).height(), 140);
  EXPECT_EQ(image::alpha_box(drawings[1], 127).height(), 120);
}

TEST(SplitSheet, RefusesASingleDrawingAndACrowd) {
  image::Image8 one = white_sheet(200, 200);
  fill(one, 60, 60, 80, 80, 40);
  EXPECT_THROW(split(one), Error);
  image::Image8 crowd = white_sheet(900, 100);
  for (int i = 0; i < 9; ++i) fill(crowd, 20 + 98 * i, 20, 50, 60, 40);
  EXPECT_THROW(split(crowd), Error);
}

}  // namespace
}  // namespace core::matting
