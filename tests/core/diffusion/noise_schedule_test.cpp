// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/diffusion/noise_schedule.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/error.h"
#include "core/nn/stored_tensor.h"
#include "tests/support/golden.h"

namespace core::diffusion {
namespace {

TEST(NoiseSchedule, AlphasAgreeWithTheReference) {
  const io::TensorFile golden = io::open_tensor_file(support::golden_path("stage1/modules.safetensors"));
  const at::Tensor alphas = at::tensor(alphas_cumprod(NoiseSchedule{})),
                   wanted = nn::tensor_of(golden, "sched.alphas_cumprod");
  EXPECT_LE(((alphas - wanted) / wanted).abs().max().item<double>(), 1e-6);
}

TEST(NoiseSchedule, TimestepsAreSpacedFromTheOffsetUpwards) {
  EXPECT_EQ(leading_timesteps(NoiseSchedule{}, 4), (std::vector<std::int64_t>{751, 501, 251, 1}));
  EXPECT_EQ(leading_timesteps(NoiseSchedule{}, 30).front(), 29 * 33 + 1);
}

TEST(NoiseSchedule, StepsThatDoNotFitAreRefused) {
  EXPECT_THROW(leading_timesteps(NoiseSchedule{}, 0), Error);
  EXPECT_THROW(leading_timesteps(NoiseSchedule{}, 1000), Error);
  EXPECT_THROW(leading_timesteps(NoiseSchedule{}, 2000), Error);
  EXPECT_EQ(leading_timesteps(NoiseSchedule{}, 999).size(), 999u);
}

TEST(NoiseSchedule, BetasOutsideZeroToOneAreRefused) {
  NoiseSchedule schedule;
  schedule.beta_end = 1.5;
  EXPECT_THROW(alphas_cumprod(schedule), Error);
}

TEST(NoiseSchedule, LinearBetasGrowEvenly) {
  NoiseSchedule schedule;
  schedule.beta_schedule = BetaSchedule::Linear;
  schedule.num_train_timesteps = 3;
  schedule.beta_start = 0.1;
  schedule.beta_end = 0.3;
  const std::vector<float> alphas = alphas_cumprod(schedule);
  EXPECT_NEAR(alphas[0], 0.9f, 1e-6);
  EXPECT_NEAR(alphas[2], 0.9f * 0.8f * 0.7f, 1e-6);
}

}  // namespace
}  // namespace core::diffusion
