// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <ATen/core/Tensor.h>

#include <cstddef>
#include <functional>

#include "core/diffusion/scheduler.h"

namespace core::diffusion {

/// One call of the network: what it predicts for a sample that the scheduler has scaled.
/// @return  same shape as `scaled_latents`, any floating dtype
using Predict = std::function<at::Tensor(const at::Tensor& scaled_latents, double timestep)>;

/// Told after each step: how many calls are done, of how many, and the sample. May throw, which ends the run.
using OnStep = std::function<void(std::size_t num_done, std::size_t num_calls, const at::Tensor& latents)>;

/// The denoising loop.
///
/// @param scheduler  its timesteps are set anew
/// @param noise      float32, unit normal
/// @return           same shape, float32: the sample after the last step
/// @throws Error(Usage) as Scheduler::set_timesteps(); Error(NumericalFailure) naming the step after which the sample
///         holds values that are not finite
at::Tensor denoise(Scheduler& scheduler, int num_steps, const at::Tensor& noise, const Predict& predict,
                   const OnStep& on_step);

}  // namespace core::diffusion
