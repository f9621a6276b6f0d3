// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/diffusion/schedulers/euler.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/error.h"
#include "core/nn/stored_tensor.h"
#include "tests/core/diffusion/schedulers/trace.h"
#include "tests/support/golden.h"

namespace core::diffusion {
namespace {

using support::TensorNear;

NoiseSchedule stage2_schedule() {
  NoiseSchedule schedule;
  schedule.class_name = "EulerDiscreteScheduler";
  schedule.prediction_type = PredictionType::VPrediction;
  schedule.sigma_min = 0.002;
  schedule.sigma_max = 700.0;
  return schedule;
}

io::TensorFile golden() { return io::open_tensor_file(support::golden_path("stage2/schedulers.safetensors")); }

class EulerLevels : public testing::TestWithParam<int> {};

TEST_P(EulerLevels, NoiseLevelsAndTimestepsAgreeWithTheReference) {
  const io::TensorFile file = golden();
  const std::string name = "euler" + std::to_string(GetParam());
  EulerScheduler scheduler(stage2_schedule());
  scheduler.set_timesteps(GetParam());
  EXPECT_THAT(at::tensor(scheduler.sigmas()), TensorNear(nn::tensor_of(file, name + ".sigmas"), 1e-6));
  EXPECT_THAT(at::tensor(scheduler.timesteps()), TensorNear(nn::tensor_of(file, name + ".timesteps"), 1e-6));
  EXPECT_NEAR(scheduler.initial_scale(), nn::tensor_of(file, name + ".initial_scale").item<double>(), 1e-4);
}

INSTANTIATE_TEST_SUITE_P(Steps, EulerLevels, testing::Values(5, 10, 25, 50));

/// The traces hold the sample after some of the steps only.
void expect_trace(const std::vector<at::Tensor>& samples, const std::string& name, double tolerance) {
  const io::TensorFile file = golden();
  int num_checked = 0;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const std::string tensor = name + ".after_step" + std::to_string(i);
    if (file.find(tensor) == nullptr) continue;
    ++num_checked;
    EXPECT_THAT(samples[i], TensorNear(nn::tensor_of(file, tensor), tolerance)) << tensor;
  }
  EXPECT_GE(num_checked, 5);
}

class EulerTrace : public testing::TestWithParam<int> {};

TEST_P(EulerTrace, AgreesWithTheReferenceWherePredictionsFollowTheScaledSample) {
  EulerScheduler scheduler(stage2_schedule());
  scheduler.set_timesteps(GetParam());
  std::size_t call = 0;
  const auto predict = [&](const at::Tensor& x, double timestep) {
    return (scheduler.scaled_input(x, call++) + timestep).sin();
  };
  const at::Tensor start = nn::tensor_of(golden(), "trace.noise") * scheduler.initial_scale();
  expect_trace(trace(scheduler, GetParam(), start, predict), "trace" + std::to_string(GetParam()) + ".scaled", 2e-5);
}

TEST_P(EulerTrace, AgreesWithTheReferenceWherePredictionsFollowTheSampleItself) {
  EulerScheduler scheduler(stage2_schedule());
  const auto predict = [](const at::Tensor& x, double timestep) { return (x + timestep).sin(); };
  const at::Tensor start = nn::tensor_of(golden(), "trace.noise") * scheduler.initial_scale();
  expect_trace(trace(scheduler, GetParam(), start, predict), "trace" + std::to_string(GetParam()) + ".raw", 1e-3);
}

INSTANTIATE_TEST_SUITE_P(Steps, EulerTrace, testing::Values(5, 50));

TEST(EulerScheduler, OtherPredictionsAreRefused) {
  NoiseSchedule schedule = stage2_schedule();
  schedule.prediction_type = PredictionType::Epsilon;
  EXPECT_THROW(EulerScheduler{schedule}, Error);
  schedule = stage2_schedule();
  schedule.sigma_min.reset();
  EXPECT_THROW(EulerScheduler{schedule}, Error);
}

}  // namespace
}  // namespace core::diffusion
