// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/cascade/latent_preview.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/adaptive_avg_pool2d.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/eye.h>
#include <ATen/ops/linalg_solve.h>
#include <ATen/ops/ones_like.h>

#include "core/nn/tensor_image.h"

namespace core::cascade {
namespace {

/// Pixels as rows: [B h w, C].
at::Tensor pixels_of(const at::Tensor& maps) { return maps.permute({0, 2, 3, 1}).flatten(0, 2); }

at::Tensor with_constant(const at::Tensor& rows) { return at::cat({rows, at::ones_like(rows.narrow(1, 0, 1))}, 1); }

}  // namespace

LatentPreview::LatentPreview(const at::Tensor& latents, const at::Tensor& pictures) {
  const at::Tensor colors = at::adaptive_avg_pool2d(pictures, {latents.size(2), latents.size(3)});
  const at::Tensor known = with_constant(pixels_of(latents.to(at::kCPU, at::kDouble)));
  // A trace of damping, because pictures of one colour leave the fit open.
  const at::Tensor damping = 1e-6 * at::eye(known.size(1), known.options());
  color_from_latent_ =
      at::linalg_solve(known.t().mm(known) + damping, known.t().mm(pixels_of(colors.to(at::kCPU, at::kDouble))));
}

image::Image8 LatentPreview::picture_of(const at::Tensor& latents) const {
  const at::Tensor rows = with_constant(pixels_of(latents.unsqueeze(0).to(at::kCPU, at::kDouble)));
  const at::Tensor colors = rows.mm(color_from_latent_);
  return nn::image_from_tensor(colors.view({latents.size(1), latents.size(2), 3}).permute({2, 0, 1}));
}

}  // namespace core::cascade
