// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/diffusion/scheduler_registry.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/error.h"
#include "core/diffusion/schedulers/ddim.h"

namespace core::diffusion {
namespace {

TEST(SchedulerRegistry, TheClassOfTheConfigurationDecides) {
  NoiseSchedule schedule;
  schedule.class_name = "DDIMScheduler";
  EXPECT_NE(dynamic_cast<DdimScheduler*>(make_scheduler(schedule).get()), nullptr);
}

TEST(SchedulerRegistry, AnUnknownClassIsRefusedWithTheKnownOnes) {
  NoiseSchedule schedule;
  schedule.class_name = "LMSDiscreteScheduler";
  try {
    make_scheduler(schedule);
    FAIL() << "was accepted";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::Unsupported);
    EXPECT_THAT(error.what(),
                testing::AllOf(testing::HasSubstr("LMSDiscreteScheduler"), testing::HasSubstr("PNDMScheduler")));
  }
}

}  // namespace
}  // namespace core::diffusion
