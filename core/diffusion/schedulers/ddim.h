// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "core/diffusion/noise_schedule.h"
#include "core/diffusion/scheduler.h"
#include "core/diffusion/schedulers/call_order.h"

namespace core::diffusion {

/// DDIM without added noise (eta = 0) and without clipping.
///
/// Source: Song, Meng, Ermon 2021, "Denoising diffusion implicit models", eq. 12; reference/stage1-anchor-views.md 4.2.
class DdimScheduler : public Scheduler {
 public:
  /// @throws Error(Unsupported) as alphas_cumprod()
  explicit DdimScheduler(const NoiseSchedule& schedule);

  void set_timesteps(int num_steps) override;
  const std::vector<double>& timesteps() const override { return timesteps_; }
  at::Tensor scaled_input(const at::Tensor& latents, std::size_t) const override { return latents; }
  at::Tensor step(const at::Tensor& prediction, std::size_t call, const at::Tensor& latents) override;

 private:
  NoiseSchedule schedule_;
  std::vector<float> alphas_cumprod_;
  std::vector<double> timesteps_;
  std::int64_t distance_ = 0;  ///< between timesteps
  CallOrder order_;
};

}  // namespace core::diffusion
