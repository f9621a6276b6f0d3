// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/diffusion/sampler.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "core/base/error.h"
#include "core/diffusion/schedulers/euler.h"
#include "core/diffusion/schedulers/pndm.h"
#include "tests/core/diffusion/schedulers/trace.h"
#include "tests/support/golden.h"

namespace core::diffusion {
namespace {

NoiseSchedule euler_schedule() {
  NoiseSchedule schedule;
  schedule.prediction_type = PredictionType::VPrediction;
  schedule.sigma_min = 0.002;
  schedule.sigma_max = 700.0;
  return schedule;
}

TEST(Denoise, RunsTheSchedulerFromScaledNoiseThroughScaledInputs) {
  const at::Tensor noise = at::linspace(-2.0, 2.0, 32);
  EulerScheduler scheduler(euler_schedule()), by_hand(euler_schedule());
  const auto predict = [](const at::Tensor& x, double timestep) { return (x + timestep).sin(); };
  const at::Tensor result = denoise(scheduler, 6, noise, predict, [](std::size_t, std::size_t, const at::Tensor&) {});

  std::size_t call = 0;
  const auto predict_scaled = [&](const at::Tensor& x, double timestep) {
    return predict(by_hand.scaled_input(x, call++), timestep);
  };
  by_hand.set_timesteps(6);
  EXPECT_THAT(result,
              support::TensorNear(trace(by_hand, 6, noise * by_hand.initial_scale(), predict_scaled).back(), 0.0));
}

TEST(Denoise, TellsAfterEveryCallHowManyAreDone) {
  PndmScheduler scheduler(NoiseSchedule{});
  std::vector<std::size_t> told;
  denoise(
      scheduler, 3, at::zeros({4}), [](const at::Tensor& x, double) { return x; },
      [&](std::size_t num_done, std::size_t num_calls, const at::Tensor&) {
        EXPECT_EQ(num_calls, 4u);
        told.push_back(num_done);
      });
  EXPECT_EQ(told, (std::vector<std::size_t>{1, 2, 3, 4}));
}

TEST(Denoise, WhatTheListenerThrowsEndsTheRun) {
  PndmScheduler scheduler(NoiseSchedule{});
  int num_calls = 0;
  const auto predict = [&](const at::Tensor& x, double) {
    ++num_calls;
    return x;
  };
  EXPECT_THROW(denoise(scheduler, 5, at::zeros({4}), predict,
                       [](std::size_t num_done, std::size_t, const at::Tensor&) {
                         if (num_done == 2) throw Cancelled{};
                       }),
               Cancelled);
  EXPECT_EQ(num_calls, 2);
}

TEST(Denoise, ASampleThatIsNotFiniteIsAFailureThatNamesItsStep) {
  PndmScheduler scheduler(NoiseSchedule{});
  try {
    denoise(
        scheduler, 5, at::zeros({4}),
        [](const at::Tensor& x, double) { return x + std::numeric_limits<double>::quiet_NaN(); },
        [](std::size_t, std::size_t, const at::Tensor&) {});
    FAIL() << "was accepted";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::NumericalFailure);
    EXPECT_THAT(error.what(), testing::HasSubstr("call 1 of 6"));
  }
}

}  // namespace
}  // namespace core::diffusion
