// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/diffusion/schedulers/euler.h"

#include <ATen/TensorOperators.h>
#include <fmt/format.h>

#include <cmath>

#include "core/base/error.h"

namespace core::diffusion {

EulerScheduler::EulerScheduler(const NoiseSchedule& schedule)
    : sigma_min_(schedule.sigma_min.value_or(0.0)), sigma_max_(schedule.sigma_max.value_or(0.0)) {
  if (schedule.prediction_type != PredictionType::VPrediction || !(sigma_min_ > 0.0 && sigma_min_ < sigma_max_)) {
    throw Error(ErrorCode::Unsupported,
                "The Euler scheduler is known with v-prediction and given noise levels (sigma_min, sigma_max) only.");
  }
}

void EulerScheduler::set_timesteps(int num_steps) {
  if (num_steps < 1) throw Error(ErrorCode::Usage, fmt::format("{} denoising steps were asked for.", num_steps));
  constexpr double kRho = 7.0;
  const double from = std::pow(sigma_max_, 1.0 / kRho), to = std::pow(sigma_min_, 1.0 / kRho);
  sigmas_.clear();
  timesteps_.clear();
  for (int i = 0; i < num_steps; ++i) {
    const double share = num_steps > 1 ? static_cast<double>(i) / (num_steps - 1) : 0.0;
    const auto sigma = static_cast<float>(std::pow(from + share * (to - from), kRho));
    sigmas_.push_back(sigma);
    timesteps_.push_back(0.25f * std::log(sigma));
  }
  sigmas_.push_back(0.0f);
  order_.begin(timesteps_.size());
}

double EulerScheduler::initial_scale() const { return std::sqrt(sigma_max_ * sigma_max_ + 1.0); }

at::Tensor EulerScheduler::scaled_input(const at::Tensor& latents, std::size_t call) const {
  const double sigma = sigmas_.at(call);
  return latents / std::sqrt(sigma * sigma + 1.0);
}

at::Tensor EulerScheduler::step(const at::Tensor& prediction, std::size_t call, const at::Tensor& latents) {
  const at::Tensor v = order_.next(prediction, call, latents);
  const double sigma = sigmas_[call], next_sigma = sigmas_[call + 1];
  const double variance = sigma * sigma + 1.0;
  const at::Tensor clean = latents / variance - v * (sigma / std::sqrt(variance));
  return clean + (latents - clean) * (next_sigma / sigma);
}

}  // namespace core::diffusion
