// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/diffusion/schedulers/pndm.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "core/base/error.h"
#include "core/nn/stored_tensor.h"
#include "tests/core/diffusion/schedulers/trace.h"
#include "tests/support/golden.h"

namespace core::diffusion {
namespace {

using support::TensorNear;

at::Tensor wave(const at::Tensor& x, double timestep) { return (x + timestep / 1000.0).sin(); }

class PndmTrace : public testing::TestWithParam<std::pair<int, PredictionType>> {};

TEST_P(PndmTrace, AgreesWithTheReferenceAfterEveryCall) {
  const auto [num_steps, prediction_type] = GetParam();
  const io::TensorFile golden = io::open_tensor_file(support::golden_path("stage1/modules.safetensors"));
  const std::string name =
      "sched.pndm" + std::to_string(num_steps) + (prediction_type == PredictionType::VPrediction ? "_vpred" : "");
  NoiseSchedule schedule;
  schedule.prediction_type = prediction_type;
  PndmScheduler scheduler(schedule);
  const std::vector<at::Tensor> samples = trace(scheduler, num_steps, nn::tensor_of(golden, "sched.x0"), wave);

  const at::Tensor timesteps = nn::tensor_of(golden, name + ".timesteps"), wanted = nn::tensor_of(golden, name + ".x");
  ASSERT_EQ(static_cast<std::int64_t>(samples.size()), timesteps.size(0));
  for (std::size_t call = 0; call < samples.size(); ++call) {
    const auto index = static_cast<std::int64_t>(call);
    EXPECT_EQ(scheduler.timesteps()[call], timesteps[index].item<double>());
    EXPECT_THAT(samples[call], TensorNear(wanted[index], 1e-5)) << "call " << call;
  }
}

INSTANTIATE_TEST_SUITE_P(Steps, PndmTrace,
                         testing::Values(std::pair(5, PredictionType::Epsilon), std::pair(10, PredictionType::Epsilon),
                                         std::pair(50, PredictionType::Epsilon),
                                         std::pair(10, PredictionType::VPrediction)));

TEST(PndmScheduler, TheTrueNoiseLeadsToTheCleanSample) {
  const NoiseSchedule schedule;
  const std::vector<float> alphas = alphas_cumprod(schedule);
  const at::Tensor clean = at::linspace(-1.0, 1.0, 64), noise = at::linspace(2.0, -2.0, 64).sin();
  PndmScheduler scheduler(schedule);
  scheduler.set_timesteps(50);
  const Mixture start = mixture(alphas[981]), end = mixture(alphas[0]);
  const at::Tensor last =
      trace(scheduler, 50, start.signal * clean + start.noise * noise, [&](const at::Tensor&, double) {
        return noise;
      }).back();
  EXPECT_THAT(last, TensorNear(end.signal * clean + end.noise * noise, 1e-4));
}

TEST(PndmScheduler, ARunStartsAnewAfterAnotherWasLeftInTheMiddle) {
  const at::Tensor start = at::linspace(-1.0, 1.0, 16);
  PndmScheduler scheduler(NoiseSchedule{});
  const at::Tensor wanted = trace(scheduler, 5, start, wave).back();
  scheduler.set_timesteps(10);
  scheduler.step(start, 0, start);
  EXPECT_THAT(trace(scheduler, 5, start, wave).back(), TensorNear(wanted, 0.0));
}

TEST(PndmScheduler, OneStepIsOneCall) {
  PndmScheduler scheduler(NoiseSchedule{});
  scheduler.set_timesteps(1);
  EXPECT_EQ(scheduler.timesteps(), std::vector<double>{1.0});
}

TEST(PndmScheduler, CallsOutOfOrderAreRefused) {
  const at::Tensor x = at::zeros({4});
  PndmScheduler scheduler(NoiseSchedule{});
  EXPECT_THROW(scheduler.step(x, 0, x), Error);
  scheduler.set_timesteps(5);
  EXPECT_THROW(scheduler.step(x, 1, x), Error);
  EXPECT_THROW(scheduler.step(at::zeros({5}), 0, x), Error);
  EXPECT_NO_THROW(scheduler.step(x, 0, x));
}

}  // namespace
}  // namespace core::diffusion
