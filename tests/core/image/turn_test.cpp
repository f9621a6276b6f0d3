// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/image/turn.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "core/image/alpha.h"

namespace core::image {
namespace {

/// A bar with a mark at its right end.
Image8 marked_bar() {
  Image8 picture(60, 40, 4);
  for (int y = 15; y < 25; ++y) {
    for (int x = 10; x < 50; ++x) {
      picture.at(x, y, 0) = x >= 40 ? 200 : 50;
      picture.at(x, y, 3) = 255;
    }
  }
  return picture;
}

TEST(Turned, NoTurnGivesThePictureAsItIs) { EXPECT_EQ(turned(marked_bar(), 0.0f), marked_bar()); }

TEST(Turned, AQuarterTurnClockwiseBringsTheRightEndDown) {
  const Image8 result = turned(marked_bar(), 90.0f);
  ASSERT_EQ(result.width(), 40);
  ASSERT_EQ(result.height(), 60);
  EXPECT_EQ(result.at(20, 45, 0), 200);
  EXPECT_EQ(result.at(20, 15, 0), 50);
  EXPECT_EQ(result.at(20, 15, 3), 255);
  EXPECT_EQ(result.at(5, 30, 3), 0);
}

TEST(Turned, FourQuarterTurnsGiveThePictureAgain) {
  Image8 result = marked_bar();
  for (int i = 0; i < 4; ++i) result = turned(std::move(result), 90.0f);
  EXPECT_EQ(result, marked_bar());
}

TEST(Turned, TheSheetGrowsAndTheEdgesMixInNoBackground) {
  Image8 red(50, 50, 4);
  for (std::size_t i = 0; i < red.num_pixels(); ++i) {
    red.data()[4 * i] = 255;
    red.data()[4 * i + 3] = 255;
  }
  const Image8 result = turned(red, 45.0f);
  EXPECT_EQ(result.width(), 71);
  EXPECT_EQ(result.at(0, 0, 3), 0);
  for (std::size_t i = 0; i < result.num_pixels(); ++i) {
    if (result.data()[4 * i + 3] > 0) {
      ASSERT_EQ(result.data()[4 * i], 255);
    }
  }
}

TEST(Turned, WhatAnRgbPictureDoesNotReachIsWhite) {
  const Image8 result = turned(Image8(50, 50, 3, 10), 45.0f);
  EXPECT_EQ(result.at(0, 0, 1), 255);
  EXPECT_EQ(result.at(35, 35, 1), 10);
}

}  // namespace
}  // namespace core::image
