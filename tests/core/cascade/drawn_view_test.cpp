// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/cascade/drawn_view.h"

#include <gtest/gtest.h>

#include <array>

namespace core::cascade {
namespace {

using Rgb = std::array<std::uint8_t, 3>;

/// A block of one colour on white.
image::Image8 block(const Rgb& color, int left, int top, int right, int bottom) {
  image::Image8 picture(64, 64, 3, 255);
  for (int y = top; y < bottom; ++y) {
    for (int x = left; x < right; ++x) std::copy(color.begin(), color.end(), picture.pixel(x, y));
  }
  return picture;
}

image::Image8 mask_of_right_half() {
  image::Image8 mask(64, 64, 1);
  for (int y = 0; y < 64; ++y) std::fill_n(mask.pixel(32, y), 32, std::uint8_t{255});
  return mask;
}

constexpr Rgb kRed = {200, 30, 20}, kBlue = {20, 30, 200}, kFacing = {254, 127, 127}, kAside = {127, 254, 127};

TEST(ViewOfDrawing, IsCutOutOfWhiteAndKeepsWhatWasDrawn) {
  const image::Image8 color = block(kRed, 16, 16, 48, 48), normal = block(kFacing, 16, 16, 48, 48);
  const views::View view = view_of_drawing(8, 7, color, normal);
  EXPECT_EQ(view.index, 8);
  EXPECT_EQ(view.seed, 7u);
  EXPECT_EQ(view.rgba.at(4, 4, 3), 0);
  EXPECT_EQ(view.rgba.at(32, 32, 3), 255);
  EXPECT_EQ(view.rgba.at(32, 32, 0), 200);
  EXPECT_EQ(view.normal.at(4, 4, 0), 255);
  EXPECT_EQ(view.normal.at(4, 4, 3), 0);
  EXPECT_EQ(view.normal.at(32, 32, 0), 254);
  EXPECT_EQ(view.uncut_rgb, color);
  EXPECT_EQ(view.uncut_normal, normal);
}

TEST(ViewOfDrawing, WhitePartsStayWhereTheNormalsShowTheObject) {
  const views::View view =
      view_of_drawing(0, 1, block(kRed, 16, 32, 48, 48), block(kFacing, 16, 16, 48, 48));  // its upper half is white
  EXPECT_EQ(view.rgba.at(32, 24, 3), 255);
  EXPECT_EQ(view.rgba.at(32, 24, 0), 255);
  EXPECT_EQ(view.rgba.at(32, 8, 3), 0);
}

TEST(ViewOfDrawing, PicturesThatShowNothingGiveAnEmptyView) {
  const views::View view = view_of_drawing(0, 1, image::Image8(64, 64, 3, 255), image::Image8(64, 64, 3, 255));
  for (std::size_t i = 3; i < view.rgba.data().size(); i += 4) ASSERT_EQ(view.rgba.data()[i], 0);
}

TEST(ViewOfDrawingInRegion, LeavesEveryByteOutsideTheMask) {
  auto kept =
      std::make_shared<views::View>(view_of_drawing(4, 7, block(kRed, 10, 10, 50, 50), block(kFacing, 10, 10, 50, 50)));
  kept->rgba.at(20, 20, 0) = 77;  // what a new cut-out would not give
  const views::AnchorRegion region{kept, mask_of_right_half()};
  const views::View view =
      view_of_drawing_in_region(region, 8, block(kBlue, 12, 20, 60, 60), block(kAside, 12, 20, 60, 60));
  EXPECT_EQ(view.index, 4);
  EXPECT_EQ(view.seed, 8u);
  for (int y = 0; y < 64; ++y) {
    for (int x = 0; x < 32; ++x) {
      for (int c = 0; c < 4; ++c) {
        ASSERT_EQ(view.rgba.at(x, y, c), kept->rgba.at(x, y, c));
        ASSERT_EQ(view.normal.at(x, y, c), kept->normal.at(x, y, c));
      }
      for (int c = 0; c < 3; ++c) ASSERT_EQ(view.uncut_rgb.at(x, y, c), kept->uncut_rgb.at(x, y, c));
    }
  }
  EXPECT_EQ(view.rgba.at(45, 45, 2), 200);
  EXPECT_EQ(view.rgba.at(58, 58, 3), 255);
  EXPECT_EQ(view.rgba.at(40, 12, 3), 0);
}

TEST(ViewOfDrawingInRegion, GreyOfTheMaskBlends) {
  const auto kept =
      std::make_shared<views::View>(view_of_drawing(4, 7, block(kRed, 10, 10, 50, 50), block(kFacing, 10, 10, 50, 50)));
  const views::AnchorRegion region{kept, image::Image8(64, 64, 1, 51)};
  const views::View view =
      view_of_drawing_in_region(region, 8, block(kBlue, 10, 10, 50, 50), block(kFacing, 10, 10, 50, 50));
  EXPECT_EQ(view.uncut_rgb.at(30, 30, 0), 164);
  EXPECT_EQ(view.uncut_rgb.at(30, 30, 2), 56);
}

}  // namespace
}  // namespace core::cascade
