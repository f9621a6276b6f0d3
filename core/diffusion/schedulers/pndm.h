// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <deque>

#include "core/diffusion/noise_schedule.h"
#include "core/diffusion/scheduler.h"
#include "core/diffusion/schedulers/call_order.h"

namespace core::diffusion {

/// PNDM in its linear multi-step form (PLMS, without the Runge-Kutta warm-up): each step follows a combination of the
/// last four predictions. The second timestep is visited twice, so that n > 1 steps make n + 1 calls.
///
/// Source: Liu, Ren, Lin, Zhao 2022, "Pseudo numerical methods for diffusion models on manifolds", eq. 9, 11, 12;
/// reference/stage1-anchor-views.md 4.2.
class PndmScheduler : public Scheduler {
 public:
  /// @throws Error(Unsupported) as alphas_cumprod()
  explicit PndmScheduler(const NoiseSchedule& schedule);

  void set_timesteps(int num_steps) override;
  const std::vector<double>& timesteps() const override { return timesteps_; }
  at::Tensor scaled_input(const at::Tensor& latents, std::size_t) const override { return latents; }
  at::Tensor step(const at::Tensor& prediction, std::size_t call, const at::Tensor& latents) override;

 private:
  at::Tensor combined(const at::Tensor& prediction, std::size_t call);
  at::Tensor transfer(const at::Tensor& latents, at::Tensor epsilon, std::int64_t from, std::int64_t to) const;

  NoiseSchedule schedule_;
  std::vector<float> alphas_cumprod_;
  std::vector<double> timesteps_;
  std::int64_t distance_ = 0;           ///< between timesteps
  std::deque<at::Tensor> predictions_;  ///< newest first, at most four
  at::Tensor first_latents_;            ///< from call 0 to call 1
  CallOrder order_;
};

}  // namespace core::diffusion
