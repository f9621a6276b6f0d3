// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/image/color_ramp.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "core/image/color_space.h"

namespace {

using core::image::ramp_color;

constexpr int kNumSteps = 16;

/// OKLab of a colour (Ottosson 2020), the way back from what ramp_color does.
std::array<float, 3> oklab(const std::array<std::uint8_t, 3>& color) {
  float linear[3];
  for (std::size_t c = 0; c < 3; ++c) linear[c] = core::image::linear_from_srgb(static_cast<float>(color[c]) / 255.0f);
  const float l = std::cbrt(0.4122214708f * linear[0] + 0.5363325363f * linear[1] + 0.0514459929f * linear[2]);
  const float m = std::cbrt(0.2119034982f * linear[0] + 0.6806995451f * linear[1] + 0.1073969566f * linear[2]);
  const float s = std::cbrt(0.0883024619f * linear[0] + 0.2817188376f * linear[1] + 0.6299787005f * linear[2]);
  return {0.2104542553f * l + 0.7936177850f * m - 0.0040720468f * s,
          1.9779984951f * l - 2.4285922050f * m + 0.4505937099f * s,
          0.0259040371f * l + 0.7827717662f * m - 0.8086757660f * s};
}

TEST(ColorRamp, EqualStepsLookEquallyLargeAndEveryOneIsLighter) {
  std::vector<float> steps;
  for (int i = 0; i < kNumSteps; ++i) {
    const auto a = oklab(ramp_color(static_cast<float>(i) / kNumSteps));
    const auto b = oklab(ramp_color(static_cast<float>(i + 1) / kNumSteps));
    EXPECT_GT(b[0], a[0] + 0.02f);
    steps.push_back(std::hypot(b[0] - a[0], b[1] - a[1], b[2] - a[2]));
  }
  for (const float step : steps) EXPECT_NEAR(step, steps[kNumSteps / 2], 0.15f * steps[kNumSteps / 2]);
}

TEST(ColorRamp, NeverLeavesSrgb) {
  // A colour that was cut off at the edge of sRGB would be off the line.
  const auto low = oklab(ramp_color(0.0f)), high = oklab(ramp_color(1.0f));
  for (int i = 1; i < kNumSteps; ++i) {
    const float t = static_cast<float>(i) / kNumSteps;
    const auto color = oklab(ramp_color(t));
    for (std::size_t c = 0; c < 3; ++c) EXPECT_NEAR(color[c], std::lerp(low[c], high[c], t), 0.006f) << t;
  }
}

TEST(ColorRamp, HoldsItsEndsBeyondThem) {
  EXPECT_EQ(ramp_color(-3.0f), ramp_color(0.0f));
  EXPECT_EQ(ramp_color(7.0f), ramp_color(1.0f));
}

}  // namespace
