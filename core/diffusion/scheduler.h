// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <ATen/core/Tensor.h>

#include <cstddef>
#include <vector>

namespace core::diffusion {

/// Removes noise step by step: says at which timesteps the network is called, and turns each prediction into the next,
/// less noisy sample. Deterministic; it draws no random numbers.
///
/// A run is set_timesteps(), then scaled_input() and step() for call 0, 1, ... of timesteps(), in this order.
/// All arithmetic is float32, whatever the network computes in.
class Scheduler {
 public:
  virtual ~Scheduler() = default;

  /// Begins a run of num_steps steps. Forgets what an earlier run has left.
  /// @throws Error(Usage) if the schedule cannot be cut into so many steps
  virtual void set_timesteps(int num_steps) = 0;

  /// What the network is told at each call. Some schedulers make more calls than steps.
  virtual const std::vector<double>& timesteps() const = 0;

  /// Unit noise times this is the sample that a run starts from.
  virtual double initial_scale() const { return 1.0; }

  /// The sample as the network wants to see it at this call.
  virtual at::Tensor scaled_input(const at::Tensor& latents, std::size_t call) const = 0;

  /// One denoising step.
  ///
  /// @param prediction  any shape, the network's output for scaled_input(latents, call)
  /// @param call        index into timesteps(), one more than at the step before
  /// @param latents     same shape, float32, the current sample
  /// @return            same shape, float32, the next sample
  /// @throws Error(Usage) if shapes differ, `latents` is not float32 or `call` is out of order
  virtual at::Tensor step(const at::Tensor& prediction, std::size_t call, const at::Tensor& latents) = 0;
};

}  // namespace core::diffusion
