// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/image/outline_distance.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace {

using namespace core;

/// A disc of radius 80 whose edge goes from opaque to clear over `edge_px`.
image::Image8 disc(float edge_px) {
  image::Image8 picture(256, 256, 4);
  for (int y = 0; y < 256; ++y) {
    for (int x = 0; x < 256; ++x) {
      const float distance = std::hypot(static_cast<float>(x) - 127.5f, static_cast<float>(y) - 127.5f) - 80.0f;
      picture.at(x, y, 3) =
          static_cast<std::uint8_t>(std::lround(255.0f * std::clamp(0.5f - distance / edge_px, 0.0f, 1.0f)));
    }
  }
  return picture;
}

class OutlineDistance : public testing::TestWithParam<float> {};

TEST_P(OutlineDistance, IsExactToATenthOfAPixelNearTheOutlineWhateverItsSoftness) {
  const image::ImageF found = image::outline_distance(disc(GetParam()));
  for (int y = 0; y < 256; ++y) {
    for (int x = 0; x < 256; ++x) {
      const float truth = std::hypot(static_cast<float>(x) - 127.5f, static_cast<float>(y) - 127.5f) - 80.0f;
      ASSERT_NEAR(found.at(x, y), truth, std::abs(truth) < 4.0f ? 0.11f : 0.6f) << "at " << x << ", " << y;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(EdgePx, OutlineDistance, testing::Values(1.0f, 4.0f));

TEST(OutlineDistanceWithout, AnOutlineIsFar) {
  EXPECT_GT(image::outline_distance(image::Image8(8, 8, 4)).at(4, 4), 1000.0f);
  EXPECT_LT(image::outline_distance(image::Image8(8, 8, 4, 255)).at(4, 4), -1000.0f);
}

}  // namespace
