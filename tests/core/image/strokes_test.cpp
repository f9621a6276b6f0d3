// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/image/strokes.h"

#include <gtest/gtest.h>

namespace core::image {
namespace {

TEST(Strokes, SureOnesHaveTheirOwnBytes) {
  EXPECT_EQ(stroke_byte(0.0f), 0);
  EXPECT_EQ(stroke_byte(1.0f), kStrokeObject);
  EXPECT_EQ(stroke_byte(-1.0f), kStrokeBackground);
  EXPECT_EQ(stroke_value(kStrokeObject), 1.0f);
  EXPECT_EQ(stroke_value(kStrokeBackground), -1.0f);
}

TEST(Strokes, EveryByteButTheLastIsItsOwnValueAgain) {
  for (int byte = 0; byte < 255; ++byte) {
    EXPECT_EQ(stroke_byte(stroke_value(static_cast<std::uint8_t>(byte))), byte) << byte;
    EXPECT_LE(std::abs(stroke_value(static_cast<std::uint8_t>(byte))), 1.0f);
  }
}

TEST(Strokes, MoreOfABrushIsMoreOfTheValue) {
  for (float value = -1.0f; value < 0.95f; value += 0.01f)
    EXPECT_LE(stroke_value(stroke_byte(value)), stroke_value(stroke_byte(value + 0.01f)));
  EXPECT_NEAR(stroke_value(stroke_byte(0.4f)), 0.4f, 0.005f);
  EXPECT_NEAR(stroke_value(stroke_byte(-0.7f)), -0.7f, 0.005f);
}

}  // namespace
}  // namespace core::image
