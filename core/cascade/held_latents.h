// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <ATen/core/Tensor.h>

#include <vector>

#include "core/diffusion/noise_schedule.h"

namespace core::cascade {

/// Rows of latents of which some are drawn and some stay. What stays conditions what is drawn: before each call of the
/// network it is its clean self, noised to the call's timestep with a noise of its own that never changes. Only rows
/// with something to draw are stepped; steps act on each element alone, so that the others cost a scheduler nothing.
///
/// Source: Lugmayr et al. 2022, "RePaint: inpainting using denoising diffusion probabilistic models", eq. 8, with one
/// fixed noise in place of a fresh one at each step.
class HeldLatents {
 public:
  /// @param clean  [R, C, h, w], scaled latents of what stays; anything elsewhere
  /// @param noise  [R, C, h, w], its noise
  /// @param stays  [R, 1, h, w], bool
  HeldLatents(at::Tensor clean, const at::Tensor& noise, at::Tensor stays, const diffusion::NoiseSchedule& schedule);

  /// The drawn rows of [R, ...]: [D, ...]
  at::Tensor drawn_rows(const at::Tensor& rows) const;
  /// All rows as the network sees them.
  /// @param drawn  [D, C, h, w], sample of the drawn rows at this timestep
  /// @return       [R, C, h, w]
  at::Tensor at_timestep(const at::Tensor& drawn, double timestep) const;
  /// All rows after the last step: what stays is clean.
  at::Tensor finished(const at::Tensor& drawn) const;

 private:
  at::Tensor merged(const at::Tensor& drawn, const at::Tensor& held) const;

  at::Tensor clean_, noise_, stays_;
  at::Tensor drawn_;  ///< numbers of the rows with something to draw
  std::vector<float> alphas_cumprod_;
};

}  // namespace core::cascade
