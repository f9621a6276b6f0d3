// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <ATen/core/Tensor.h>

#include <cstddef>

namespace core::diffusion {

/// Watches that a scheduler's step() is called as its interface says.
class CallOrder {
 public:
  /// A run of so many calls begins.
  void begin(std::size_t num_calls);
  /// The next call. @return the prediction in float32
  /// @throws Error(Usage) as Scheduler::step()
  at::Tensor next(const at::Tensor& prediction, std::size_t call, const at::Tensor& latents);

 private:
  std::size_t next_call_ = 0;
  std::size_t num_calls_ = 0;
};

}  // namespace core::diffusion
