// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "core/sketch/sketch_source.h"
#include "tests/core/sketch/drawn_pictures.h"

namespace {

using core::sketch::Body;
using core::sketch::choose_body;

TEST(BodyChoice, SymmetricOutlineWithoutGapsIsTurned) {
  EXPECT_EQ(choose_body(sketch_test::drawn(sketch_test::vase())), Body::Lathe);
}

TEST(BodyChoice, StraightSidedOutlineIsExtruded) {
  EXPECT_EQ(choose_body(sketch_test::drawn(sketch_test::rectangle(30, 60, 226, 190))), Body::Extruded);
}

TEST(BodyChoice, LopsidedFigureIsInflated) {
  EXPECT_EQ(choose_body(sketch_test::drawn(sketch_test::figure())), Body::Inflated);
}

TEST(BodyChoice, SymmetricPictureWithGapsIsNotTurned) {
  const auto two_posts = [](float x, float y) {
    return y > 30 && y < 220 && std::abs(std::abs(x - 128.0f) - 50.0f) < 20;
  };
  EXPECT_NE(choose_body(sketch_test::drawn(two_posts)), Body::Lathe);
}

}  // namespace
