// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/models/vae_blocks.h"
#include "core/nn/load_weights.h"

namespace core::models {

/// Pictures to the moments of their latents; the same in both stages.
struct VaeEncoderImpl : torch::nn::Module {
  explicit VaeEncoderImpl(const AutoencoderOptions& options);
  /// @param images  [B, in_channels, H, W], -1..1; H and W divisible by 8 (with four levels)
  /// @return        [B, 2 * latent_channels, H / 8, W / 8], before the 1x1 convolution that follows
  at::Tensor forward(const at::Tensor& images) const;

  nn::Conv2d conv_in;
  nn::List<VaeLevel<nn::ResnetBlock>> down_blocks;
  VaeMiddle<nn::ResnetBlock> mid_block;
  nn::GroupNorm conv_norm_out;
  nn::Conv2d conv_out;
};
TORCH_MODULE(VaeEncoder);

/// The autoencoder of Stable Diffusion 1.x (AutoencoderKL), stage I. Latents are unscaled: the caller multiplies by the
/// pack's scaling factor.
///
/// Source: Rombach et al. 2022, "High-resolution image synthesis with latent diffusion models", 3.1;
/// reference/stage1-anchor-views.md 4.1.
struct AutoencoderKlImpl : torch::nn::Module {
  explicit AutoencoderKlImpl(const AutoencoderOptions& options);

  /// @param images  [B, 3, H, W], -1..1; H and W divisible by 2^(levels - 1)
  /// @return        [B, 2 * latent_channels, h, w]: means, then log-variances
  /// @throws Error(Usage) for another shape
  at::Tensor encode_moments(const at::Tensor& images) const;
  /// Means alone: [B, latent_channels, h, w].
  at::Tensor encode(const at::Tensor& images) const;
  /// @param latents  [B, latent_channels, h, w]
  /// @return         [B, 3, H, W], about -1..1, not clamped
  /// @throws Error(Usage) for another shape
  at::Tensor decode(const at::Tensor& latents) const;

  AutoencoderOptions options;
  VaeEncoder encoder;
  torch::nn::ModuleHolder<VaeDecoderImpl<nn::ResnetBlock>> decoder;
  nn::Conv2d quant_conv, post_quant_conv;
};
TORCH_MODULE(AutoencoderKl);

/// Parts that the autoencoder of stage II has too. The checks throw Error(Usage).
nn::Conv2d pointwise_conv(std::int64_t channels);
void check_images(const AutoencoderOptions& options, const at::Tensor& images);
void check_latents(const AutoencoderOptions& options, const at::Tensor& latents);

/// Older files name the attention's projections query, key, value and proj_attn.
const nn::NameRules& autoencoder_name_rules();

}  // namespace core::models
