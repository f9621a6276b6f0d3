// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/diffusion/schedulers/ddim.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/nn/stored_tensor.h"
#include "tests/core/diffusion/schedulers/trace.h"
#include "tests/support/golden.h"

namespace core::diffusion {
namespace {

using support::TensorNear;

class DdimTrace : public testing::TestWithParam<int> {};

TEST_P(DdimTrace, AgreesWithTheReferenceAfterEveryCall) {
  const io::TensorFile golden = io::open_tensor_file(support::golden_path("stage1/modules.safetensors"));
  const std::string name = "sched.ddim" + std::to_string(GetParam());
  DdimScheduler scheduler(NoiseSchedule{});
  const std::vector<at::Tensor> samples =
      trace(scheduler, GetParam(), nn::tensor_of(golden, "sched.x0"),
            [](const at::Tensor& x, double timestep) { return (x + timestep / 1000.0).sin(); });

  const at::Tensor timesteps = nn::tensor_of(golden, name + ".timesteps"), wanted = nn::tensor_of(golden, name + ".x");
  ASSERT_EQ(static_cast<std::int64_t>(samples.size()), timesteps.size(0));
  for (std::size_t call = 0; call < samples.size(); ++call) {
    const auto index = static_cast<std::int64_t>(call);
    EXPECT_EQ(scheduler.timesteps()[call], timesteps[index].item<double>());
    EXPECT_THAT(samples[call], TensorNear(wanted[index], 1e-5)) << "call " << call;
  }
}

INSTANTIATE_TEST_SUITE_P(Steps, DdimTrace, testing::Values(5, 10, 50));

TEST(DdimScheduler, PredictingVInPlaceOfTheNoiseChangesNothing) {
  NoiseSchedule schedule;
  const std::vector<float> alphas = alphas_cumprod(schedule);
  const at::Tensor clean = at::linspace(-1.0, 1.0, 64), noise = at::linspace(2.0, -2.0, 64).sin();
  DdimScheduler by_noise(schedule);
  schedule.prediction_type = PredictionType::VPrediction;
  DdimScheduler by_v(schedule);
  by_noise.set_timesteps(4);
  by_v.set_timesteps(4);
  const Mixture start = mixture(alphas[static_cast<std::size_t>(by_v.timesteps()[0])]);
  const at::Tensor x = start.signal * clean + start.noise * noise;
  EXPECT_THAT(by_v.step(start.signal * noise - start.noise * clean, 0, x),
              TensorNear(by_noise.step(noise, 0, x), 1e-6));
}

TEST(DdimScheduler, WithAlphaOneAtTheEndTheLastStepReturnsTheCleanSample) {
  NoiseSchedule schedule;
  schedule.set_alpha_to_one = true;
  const at::Tensor clean = at::linspace(-1.0, 1.0, 16), noise = at::linspace(1.0, -1.0, 16).cos();
  const Mixture start = mixture(alphas_cumprod(schedule)[1]);
  DdimScheduler scheduler(schedule);
  scheduler.set_timesteps(1);
  EXPECT_THAT(scheduler.step(noise, 0, start.signal * clean + start.noise * noise), TensorNear(clean, 1e-6));
}

}  // namespace
}  // namespace core::diffusion
