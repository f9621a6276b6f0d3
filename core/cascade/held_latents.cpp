// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/cascade/held_latents.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/where.h>

namespace core::cascade {

HeldLatents::HeldLatents(at::Tensor clean, const at::Tensor& noise, at::Tensor stays,
                         const diffusion::NoiseSchedule& schedule)
    : clean_(std::move(clean)),
      noise_(noise),
      stays_(std::move(stays)),
      drawn_(stays_.flatten(1).all(1).logical_not().nonzero().flatten()),
      alphas_cumprod_(diffusion::alphas_cumprod(schedule)) {}

at::Tensor HeldLatents::drawn_rows(const at::Tensor& rows) const { return rows.index_select(0, drawn_); }

at::Tensor HeldLatents::at_timestep(const at::Tensor& drawn, double timestep) const {
  const diffusion::Mixture now = diffusion::mixture(alphas_cumprod_.at(static_cast<std::size_t>(timestep)));
  return merged(drawn, now.signal * clean_ + now.noise * noise_);
}

at::Tensor HeldLatents::finished(const at::Tensor& drawn) const { return merged(drawn, clean_); }

at::Tensor HeldLatents::merged(const at::Tensor& drawn, const at::Tensor& held) const {
  return at::where(stays_, held, held.index_copy(0, drawn_, drawn));
}

}  // namespace core::cascade
