// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/viewport/frame_rate.h"

#include <gtest/gtest.h>

namespace {

using ui::viewport::FrameRate;

TEST(FrameRate, CountsFramesPerSecond) {
  FrameRate rate;
  FrameRate::Time now{};
  for (int i = 0; i < 100; ++i) rate.add_frame(now += std::chrono::milliseconds(20));
  EXPECT_EQ(rate.per_second(), 50);
}

TEST(FrameRate, ForgetsOldFrames) {
  FrameRate rate;
  FrameRate::Time now{};
  for (int i = 0; i < 100; ++i) rate.add_frame(now += std::chrono::milliseconds(100));
  for (int i = 0; i < 100; ++i) rate.add_frame(now += std::chrono::milliseconds(10));
  EXPECT_EQ(rate.per_second(), 100);
}

TEST(FrameRate, TellsNothingFromTooFewFrames) {
  FrameRate rate;
  rate.add_frame({});
  EXPECT_EQ(rate.per_second(), 0);
}

}  // namespace
