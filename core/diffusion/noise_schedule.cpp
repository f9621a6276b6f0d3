// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/diffusion/noise_schedule.h"

#include <fmt/format.h>

#include <cmath>

#include "core/base/error.h"

namespace core::diffusion {

std::vector<float> alphas_cumprod(const NoiseSchedule& schedule) {
  const auto is_share = [](double beta) { return beta > 0.0 && beta < 1.0; };
  if (schedule.num_train_timesteps < 1 || schedule.num_train_timesteps > 100'000 || !is_share(schedule.beta_start) ||
      !is_share(schedule.beta_end)) {
    throw Error(
        ErrorCode::Unsupported,
        fmt::format("A noise schedule of {} timesteps with betas from {} to {} cannot be used: betas lie between 0 "
                    "and 1, and there are at most 100000 timesteps.",
                    schedule.num_train_timesteps, schedule.beta_start, schedule.beta_end));
  }
  const bool is_scaled = schedule.beta_schedule == BetaSchedule::ScaledLinear;
  const auto start = static_cast<float>(is_scaled ? std::sqrt(schedule.beta_start) : schedule.beta_start);
  const auto end = static_cast<float>(is_scaled ? std::sqrt(schedule.beta_end) : schedule.beta_end);
  const std::int64_t count = schedule.num_train_timesteps;
  const float step = count > 1 ? (end - start) / static_cast<float>(count - 1) : 0.0f;
  std::vector<float> alphas;
  float product = 1.0f;
  for (std::int64_t i = 0; i < count; ++i) {
    // From both ends inwards, as the original's linspace rounds.
    const float even =
        i < count / 2 ? start + step * static_cast<float>(i) : end - step * static_cast<float>(count - 1 - i);
    product *= 1.0f - (is_scaled ? even * even : even);
    alphas.push_back(product);
  }
  return alphas;
}

std::vector<std::int64_t> leading_timesteps(const NoiseSchedule& schedule, int num_steps) {
  const std::int64_t distance = num_steps < 1 ? 0 : schedule.num_train_timesteps / num_steps;
  if (distance < 1 || (num_steps - 1) * distance + schedule.steps_offset >= schedule.num_train_timesteps) {
    throw Error(ErrorCode::Usage, fmt::format("{} denoising steps do not fit a network trained with {} timesteps.",
                                              num_steps, schedule.num_train_timesteps));
  }
  std::vector<std::int64_t> timesteps;
  for (std::int64_t i = num_steps - 1; i >= 0; --i) timesteps.push_back(i * distance + schedule.steps_offset);
  return timesteps;
}

Mixture mixture(double alpha_cumprod) { return {std::sqrt(alpha_cumprod), std::sqrt(1.0 - alpha_cumprod)}; }

}  // namespace core::diffusion
