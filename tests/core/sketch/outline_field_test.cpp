// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/sketch/outline_field.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/image/outline_distance.h"
#include "tests/core/sketch/drawn_pictures.h"

namespace {

using namespace core::sketch;
using core::image::ImageF;

TEST(SignedDistance, OfADiscIsExactToAnEighthOfAPixelNearTheOutline) {
  const ImageF distance =
      core::image::outline_distance(coverage_of(sketch_test::drawn(sketch_test::disc(128.3f, 127.6f, 70.0f))));
  for (int y = 0; y < 256; ++y) {
    for (int x = 0; x < 256; ++x) {
      const float expected =
          std::hypot(static_cast<float>(x) + 0.5f - 128.3f, static_cast<float>(y) + 0.5f - 127.6f) - 70.0f;
      if (std::abs(expected) > 4.0f) continue;
      ASSERT_NEAR(distance.at(x, y), expected, 0.125f) << "at " << x << ", " << y;
    }
  }
}

TEST(SignedDistance, IsNegativeInside) {
  const ImageF distance =
      core::image::outline_distance(coverage_of(sketch_test::drawn(sketch_test::disc(128, 128, 70))));
  EXPECT_NEAR(distance.at(128, 128), -70.0f, 1.5f);
  EXPECT_GT(distance.at(5, 5), 90.0f);
}

TEST(Coverage, DropsSpecksOfTheCutOut) {
  const auto with_dust = [big = sketch_test::disc(128, 128, 60), dust = sketch_test::disc(20, 20, 2)](
                             float x, float y) { return big(x, y) || dust(x, y); };
  EXPECT_EQ(coverage_of(sketch_test::drawn(with_dust)).at(20, 20), 0.0f);
}

TEST(Coverage, KeepsRodsThinnerThanAPixel) {
  const auto with_antenna = [big = sketch_test::disc(128, 160, 60)](float x, float y) {
    return big(x, y) || (std::abs(x - 128.5f) < 0.35f && y > 30 && y < 110);
  };
  EXPECT_GE(coverage_of(sketch_test::drawn(with_antenna)).at(128, 60), 0.5f);
}

TEST(Coverage, WidensAStickOfOnePixelSoThatWhatItCarriesStays) {
  const auto leaf_on_a_stick = [](float x, float y) {
    return std::hypot(x - 128.0f, y - 180.0f) < 50.0f || std::hypot(x - 128.0f, y - 90.0f) < 15.0f ||
           (y > 80.0f && y < 180.0f && std::abs(x - 128.5f) < 0.5f);
  };
  const ImageF coverage = coverage_of(sketch_test::drawn(leaf_on_a_stick));
  for (int y = 106; y < 130; ++y) {
    EXPECT_GE(coverage.at(128, y), 0.6f) << "at row " << y;
    EXPECT_LT(coverage.at(125, y), 0.5f) << "at row " << y;
  }
}

TEST(Coverage, EndsInsideThePicture) {
  const ImageF coverage = coverage_of(sketch_test::drawn([](float, float) { return true; }));
  EXPECT_EQ(coverage.at(0, 100), 0.0f);
  EXPECT_EQ(coverage.at(100, 255), 0.0f);
}

TEST(Runs, TellTheStretchesOfARow) {
  const auto posts = [](float x, float) { return (x > 40 && x < 90) || (x > 120.5f && x < 200); };
  const std::vector<core::sketch::Run> runs = runs_of(coverage_of(sketch_test::drawn(posts))).at(100);
  ASSERT_EQ(runs.size(), 2u);
  EXPECT_NEAR(runs[0].left, 40.0f, 0.15f);
  EXPECT_NEAR(runs[0].right, 90.0f, 0.15f);
  EXPECT_NEAR(runs[1].left, 120.5f, 0.15f);
}

}  // namespace
