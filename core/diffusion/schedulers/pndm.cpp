// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/diffusion/schedulers/pndm.h"

#include <ATen/TensorOperators.h>

#include <cmath>
#include <utility>

namespace core::diffusion {

PndmScheduler::PndmScheduler(const NoiseSchedule& schedule)
    : schedule_(schedule), alphas_cumprod_(alphas_cumprod(schedule)) {}

void PndmScheduler::set_timesteps(int num_steps) {
  const std::vector<std::int64_t> timesteps = leading_timesteps(schedule_, num_steps);
  timesteps_.assign(timesteps.begin(), timesteps.end());
  if (num_steps > 1) timesteps_.insert(timesteps_.begin() + 1, timesteps_[1]);
  distance_ = schedule_.num_train_timesteps / num_steps;
  predictions_.clear();
  first_latents_.reset();
  order_.begin(timesteps_.size());
}

at::Tensor PndmScheduler::step(const at::Tensor& prediction, std::size_t call, const at::Tensor& latents) {
  const at::Tensor epsilon = combined(order_.next(prediction, call, latents), call);
  const auto timestep = static_cast<std::int64_t>(timesteps_[call]);
  if (call == 1) {
    // The first step once more, now that the slope at its end is known.
    return transfer(std::exchange(first_latents_, at::Tensor()), epsilon, timestep + distance_, timestep);
  }
  if (call == 0) first_latents_ = latents;
  return transfer(latents, epsilon, timestep, timestep - distance_);
}

at::Tensor PndmScheduler::combined(const at::Tensor& prediction, std::size_t call) {
  if (call == 1) return (prediction + predictions_[0]) / 2.0;
  predictions_.push_front(prediction);
  if (predictions_.size() > 4) predictions_.pop_back();
  const std::deque<at::Tensor>& e = predictions_;
  switch (e.size()) {
    case 1:
      return e[0];
    case 2:
      return (3.0 * e[0] - e[1]) / 2.0;
    case 3:
      return (23.0 * e[0] - 16.0 * e[1] + 5.0 * e[2]) / 12.0;
    default:
      return (55.0 * e[0] - 59.0 * e[1] + 37.0 * e[2] - 9.0 * e[3]) / 24.0;
  }
}

at::Tensor PndmScheduler::transfer(const at::Tensor& latents, at::Tensor epsilon, std::int64_t from,
                                   std::int64_t to) const {
  const double final_alpha = schedule_.set_alpha_to_one ? 1.0 : alphas_cumprod_.front();
  const double alpha = alphas_cumprod_[static_cast<std::size_t>(from)];
  const double alpha_next = to < 0 ? final_alpha : alphas_cumprod_[static_cast<std::size_t>(to)];
  if (schedule_.prediction_type == PredictionType::VPrediction) {
    const Mixture now = mixture(alpha);
    epsilon = now.signal * epsilon + now.noise * latents;
  }
  const double denominator = alpha * std::sqrt(1.0 - alpha_next) + std::sqrt(alpha * (1.0 - alpha) * alpha_next);
  return std::sqrt(alpha_next / alpha) * latents - (alpha_next - alpha) / denominator * epsilon;
}

}  // namespace core::diffusion
