// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/diffusion/schedulers/ddim.h"

#include <ATen/TensorOperators.h>

namespace core::diffusion {

DdimScheduler::DdimScheduler(const NoiseSchedule& schedule)
    : schedule_(schedule), alphas_cumprod_(alphas_cumprod(schedule)) {}

void DdimScheduler::set_timesteps(int num_steps) {
  const std::vector<std::int64_t> timesteps = leading_timesteps(schedule_, num_steps);
  timesteps_.assign(timesteps.begin(), timesteps.end());
  distance_ = schedule_.num_train_timesteps / num_steps;
  order_.begin(timesteps_.size());
}

at::Tensor DdimScheduler::step(const at::Tensor& prediction, std::size_t call, const at::Tensor& latents) {
  at::Tensor epsilon = order_.next(prediction, call, latents);
  const auto timestep = static_cast<std::int64_t>(timesteps_[call]);
  const std::int64_t previous = timestep - distance_;
  const Mixture now = mixture(alphas_cumprod_[static_cast<std::size_t>(timestep)]);
  const double final_alpha = schedule_.set_alpha_to_one ? 1.0 : alphas_cumprod_.front();
  const Mixture next = mixture(previous < 0 ? final_alpha : alphas_cumprod_[static_cast<std::size_t>(previous)]);

  at::Tensor clean;
  if (schedule_.prediction_type == PredictionType::VPrediction) {
    clean = now.signal * latents - now.noise * epsilon;
    epsilon = now.signal * epsilon + now.noise * latents;
  } else {
    clean = (latents - now.noise * epsilon) / now.signal;
  }
  return next.signal * clean + next.noise * epsilon;
}

}  // namespace core::diffusion
