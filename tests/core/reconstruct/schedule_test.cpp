// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/reconstruct/schedule.h"

#include <gtest/gtest.h>

namespace core::reconstruct {
namespace {

TEST(ScheduleFor, ACudaDeviceTakesMoreTilesAndFinerVoxels) {
  for (const Quality quality : {Quality::Draft, Quality::Standard, Quality::Fine}) {
    const auto cpu = schedule_for(quality, 256, Device::Cpu), cuda = schedule_for(quality, 256, Device::Cuda);
    ASSERT_GE(cuda.size(), cpu.size());
    for (std::size_t i = 0; i < cpu.size(); ++i) {
      EXPECT_EQ(cuda[i].resolution, cpu[i].resolution);
      EXPECT_GT(cuda[i].tiles_per_step, cpu[i].tiles_per_step);
    }
  }
  EXPECT_EQ(schedule_for(Quality::Fine, 256, Device::Cuda).back().resolution, 512);
}

TEST(WarmSchedule, SkipsTheCoarseLevelsAndTakesFewerSteps) {
  for (const Device device : {Device::Cpu, Device::Cuda}) {
    const auto cold = schedule_for(Quality::Standard, 256, device),
               warm = warm_schedule(Quality::Standard, 256, {{8}, Distance::Far}, device);
    ASSERT_EQ(warm.size(), 2u);
    EXPECT_EQ(warm.front().resolution, 128);
    EXPECT_LE(warm.back().num_steps, cold.back().num_steps / 2);
    EXPECT_EQ(warm.back().tiles_per_step, cold.back().tiles_per_step);
  }
}

TEST(WarmSchedule, ASmallChangeNeedsTheFinestLevelAndALocalOneHalfTheRays) {
  const auto cold = schedule_for(Quality::Standard, 256, Device::Cpu),
             warm = warm_schedule(Quality::Standard, 256, {{8}, Distance::Small}, Device::Cpu);
  ASSERT_EQ(warm.size(), 1u);
  EXPECT_EQ(warm.front().resolution, 256);
  EXPECT_EQ(warm.front().tiles_per_step, cold.back().tiles_per_step / 2);
}

TEST(InBetweensTakePart, AsTheChoiceSays) {
  Level coarse, fine;
  fine.is_fine = true;
  EXPECT_FALSE(in_betweens_take_part(InBetweens::FinerLevels, coarse, 0.5));
  EXPECT_TRUE(in_betweens_take_part(InBetweens::FinerLevels, fine, 0.5));
  EXPECT_FALSE(in_betweens_take_part(InBetweens::Never, fine, 0.5));
  EXPECT_TRUE(in_betweens_take_part(InBetweens::Always, coarse, 0.5));
}

TEST(InBetweensTakePart, InFourWindowsOfTheSolveAsInThePaper) {
  const Level level;
  int num_mixed = 0;
  for (int step = 0; step < 5000; ++step) {
    const bool takes_part = in_betweens_take_part(InBetweens::Windows, level, step / 5000.0);
    const bool is_in_window = step % 1000 >= 500 && step < 4000;
    EXPECT_EQ(takes_part, is_in_window) << step;
    num_mixed += takes_part;
  }
  EXPECT_EQ(num_mixed, 2000);
}

}  // namespace
}  // namespace core::reconstruct
