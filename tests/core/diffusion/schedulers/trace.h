// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <vector>

#include "core/diffusion/scheduler.h"

namespace core::diffusion {

/// The sample after every call of a run whose prediction is a formula.
inline std::vector<at::Tensor> trace(
    Scheduler& scheduler, int num_steps, at::Tensor latents,
    const std::function<at::Tensor(const at::Tensor& input, double timestep)>& predict) {
  scheduler.set_timesteps(num_steps);
  std::vector<at::Tensor> samples;
  for (std::size_t call = 0; call < scheduler.timesteps().size(); ++call) {
    const at::Tensor prediction = predict(latents, scheduler.timesteps()[call]);
    samples.push_back(latents = scheduler.step(prediction, call, latents));
  }
  return samples;
}

}  // namespace core::diffusion
