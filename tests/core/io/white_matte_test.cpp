// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/io/white_matte.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace core::io {
namespace {

constexpr int kPx = 128;

/// A ring over white: outer and inner radius, edges antialiased.
image::Image8 ring(float outer, float inner, int grey) {
  image::Image8 rgb(kPx, kPx, 3, 255);
  for (int y = 0; y < kPx; ++y) {
    for (int x = 0; x < kPx; ++x) {
      const float r = std::hypot(static_cast<float>(x - kPx / 2), static_cast<float>(y - kPx / 2));
      const float alpha = std::min(std::clamp(outer - r, 0.0f, 1.0f), std::clamp(r - inner, 0.0f, 1.0f));
      const auto value = static_cast<std::uint8_t>(std::lround(255.0f + alpha * static_cast<float>(grey - 255)));
      std::fill_n(rgb.pixel(x, y), 3, value);
    }
  }
  return rgb;
}

int alpha_at(const std::vector<std::uint8_t>& alpha, int x, int y) {
  return alpha[static_cast<std::size_t>(y) * kPx + static_cast<std::size_t>(x)];
}

TEST(WhiteMatte, OutsideAndHolesAreTransparentAndTheObjectIsSolid) {
  const auto alpha = alpha_over_white(ring(50.0f, 20.0f, 90));
  EXPECT_EQ(alpha_at(alpha, 0, 0), 0);
  EXPECT_EQ(alpha_at(alpha, 64, 64), 0);
  EXPECT_EQ(alpha_at(alpha, 64 + 35, 64), 255);
}

TEST(WhiteMatte, ALightObjectIsSolidToo) {
  const auto alpha = alpha_over_white(ring(50.0f, -5.0f, 238));
  EXPECT_EQ(alpha_at(alpha, 64, 64), 255);
  EXPECT_EQ(alpha_at(alpha, 64 + 45, 64), 255);
  EXPECT_EQ(alpha_at(alpha, 2, 2), 0);
}

TEST(WhiteMatte, AHighlightInsideStaysSolid) {
  image::Image8 picture = ring(50.0f, -5.0f, 60);
  for (int y = 60; y < 63; ++y) std::fill_n(picture.pixel(60, y), 3 * 3, std::uint8_t{255});
  EXPECT_EQ(alpha_at(alpha_over_white(picture), 61, 61), 255);
}

TEST(WhiteMatte, EdgesKeepTheirCoverage) {
  const float radius = 50.0f;
  const auto alpha = alpha_over_white(ring(radius, -5.0f, 40));
  for (int x = 64; x < kPx; ++x) {
    const double expected = 255.0 * std::clamp(radius - static_cast<float>(x - 64), 0.0f, 1.0f);
    EXPECT_NEAR(alpha_at(alpha, x, 64), expected, 8.0) << x;
  }
}

}  // namespace
}  // namespace core::io
