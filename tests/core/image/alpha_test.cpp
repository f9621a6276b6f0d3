// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/image/alpha.h"

#include <gtest/gtest.h>

#include "core/base/error.h"

namespace core::image {
namespace {

Image8 disc(int size, int radius) {
  Image8 picture(size, size, 4);
  for (int y = 0; y < size; ++y) {
    for (int x = 0; x < size; ++x) {
      const int dx = x - size / 2, dy = y - size / 2;
      if (dx * dx + dy * dy > radius * radius) continue;
      const std::uint8_t rgba[] = {200, 30, 10, 255};
      std::copy(std::begin(rgba), std::end(rgba), picture.pixel(x, y));
    }
  }
  return picture;
}

TEST(AlphaBox, HoldsExactlyTheVisiblePixels) {
  Image8 picture(10, 8, 4);
  picture.at(3, 2, 3) = 1;
  picture.at(6, 5, 3) = 255;
  const AlphaBox box = alpha_box(picture);
  EXPECT_EQ(box.left, 3);
  EXPECT_EQ(box.right, 7);
  EXPECT_EQ(box.top, 2);
  EXPECT_EQ(box.bottom, 6);
  EXPECT_TRUE(alpha_box(Image8(4, 4, 4)).is_empty());
}

TEST(WithAlpha, KeepsTheColoursAndTakesTheLastChannel) {
  Image8 picture(2, 1, 4, 7);
  Image8 coverage(2, 1, 1);
  coverage.at(1, 0) = 200;
  const Image8 result = with_alpha(picture, coverage);
  EXPECT_EQ(result.at(0, 0, 2), 7);
  EXPECT_EQ(alpha_of(result), coverage);
  EXPECT_EQ(with_alpha(picture, result), result);
}

TEST(OverWhite, TransparentIsWhiteAndHalfIsHalf) {
  Image8 picture(2, 1, 4);
  picture.at(1, 0, 3) = 128;
  const Image8 rgb = over_white(picture);
  EXPECT_EQ(rgb.at(0, 0, 0), 255);
  EXPECT_EQ(rgb.at(1, 0, 2), 127);
}

TEST(BleedColor, TransparentPixelsTakeTheColourOfTheObjectAndAlphaStays) {
  const Image8 picture = disc(33, 6);
  const Image8 bled = bleed_color(picture);
  for (int y = 0; y < 33; ++y) {
    for (int x = 0; x < 33; ++x) {
      ASSERT_EQ(bled.at(x, y, 3), picture.at(x, y, 3));
      ASSERT_EQ(bled.at(x, y, 0), 200);
      ASSERT_EQ(bled.at(x, y, 2), 10);
    }
  }
}

TEST(MaskIou, IsTheShareOfTheUnionThatIsCommon) {
  EXPECT_DOUBLE_EQ(mask_iou(disc(33, 6), disc(33, 6)), 1.0);
  EXPECT_LT(mask_iou(disc(33, 6), disc(33, 10)), 0.5);
  EXPECT_THROW(mask_iou(disc(33, 6), disc(32, 6)), Error);
}

}  // namespace
}  // namespace core::image
