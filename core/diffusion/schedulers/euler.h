// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/diffusion/noise_schedule.h"
#include "core/diffusion/scheduler.h"
#include "core/diffusion/schedulers/call_order.h"

namespace core::diffusion {

/// Euler steps along Karras' noise levels with v-prediction, as Stable Video Diffusion is sampled. The timestep that
/// the network is told is ln(sigma) / 4; a sample at level sigma is clean + sigma * unit noise.
///
/// Source: Karras, Aittala, Aila, Laine 2022, "Elucidating the design space of diffusion-based generative models", eq.
/// 5 (rho = 7) and algorithm 2 without churn; reference/stage2-interpolation.md 4.2.
class EulerScheduler : public Scheduler {
 public:
  /// @throws Error(Unsupported) unless the prediction is v and 0 < sigma_min < sigma_max are given
  explicit EulerScheduler(const NoiseSchedule& schedule);

  void set_timesteps(int num_steps) override;
  const std::vector<double>& timesteps() const override { return timesteps_; }
  double initial_scale() const override;
  at::Tensor scaled_input(const at::Tensor& latents, std::size_t call) const override;
  at::Tensor step(const at::Tensor& prediction, std::size_t call, const at::Tensor& latents) override;

  /// Noise level before each call, and 0 after the last.
  const std::vector<float>& sigmas() const { return sigmas_; }

 private:
  double sigma_min_;
  double sigma_max_;
  std::vector<float> sigmas_;
  std::vector<double> timesteps_;
  CallOrder order_;
};

}  // namespace core::diffusion
