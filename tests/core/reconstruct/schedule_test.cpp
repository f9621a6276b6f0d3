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
               warm = warm_schedule(Quality::Standard, 256, false, false, device);
    ASSERT_EQ(warm.size(), 2u);
    EXPECT_EQ(warm.front().resolution, 128);
    EXPECT_LT(warm.back().num_steps, cold.back().num_steps / 2);
    EXPECT_EQ(warm.back().tiles_per_step, cold.back().tiles_per_step);
  }
}

TEST(WarmSchedule, ASmallChangeNeedsTheFinestLevelAndALocalOneHalfTheRays) {
  const auto cold = schedule_for(Quality::Standard, 256, Device::Cpu),
             warm = warm_schedule(Quality::Standard, 256, true, true, Device::Cpu);
  ASSERT_EQ(warm.size(), 1u);
  EXPECT_EQ(warm.front().resolution, 256);
  EXPECT_EQ(warm.front().tiles_per_step, cold.back().tiles_per_step / 2);
}

}  // namespace
}  // namespace core::reconstruct
