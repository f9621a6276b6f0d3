// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/diffusion/sampler.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/isfinite.h>
#include <fmt/format.h>

#include "core/base/error.h"

namespace core::diffusion {

at::Tensor denoise(Scheduler& scheduler, int num_steps, const at::Tensor& noise, const Predict& predict,
                   const OnStep& on_step) {
  scheduler.set_timesteps(num_steps);
  const std::size_t num_calls = scheduler.timesteps().size();
  at::Tensor latents = noise * scheduler.initial_scale();
  for (std::size_t call = 0; call < num_calls; ++call) {
    const at::Tensor prediction = predict(scheduler.scaled_input(latents, call), scheduler.timesteps()[call]);
    latents = scheduler.step(prediction, call, latents);
    if (!at::isfinite(latents).all().item<bool>()) {
      throw Error(
          ErrorCode::NumericalFailure,
          fmt::format("The sample is not finite after denoising call {} of {}. Try --precision fp32; if that fails "
                      "too, the weights are damaged.",
                      call + 1, num_calls));
    }
    on_step(call + 1, num_calls, latents);
  }
  return latents;
}

}  // namespace core::diffusion
