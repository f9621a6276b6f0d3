// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/models/autoencoder_kl.h"
#include "core/models/spatio_temporal_resnet.h"

namespace core::models {

/// A decoder whose residual blocks also run along time, with a last convolution over frames.
struct TemporalDecoderImpl : VaeDecoderImpl<SpatioTemporalResnet> {
  explicit TemporalDecoderImpl(const AutoencoderOptions& options);
  at::Tensor forward(const at::Tensor& latents) const;

  FrameConv time_conv_out;
};
TORCH_MODULE(TemporalDecoder);

/// The autoencoder of Stable Video Diffusion (AutoencoderKLTemporalDecoder), stage II. Latents are unscaled.
///
/// Source: Blattmann et al. 2023, "Stable video diffusion", D; reference/stage2-interpolation.md 4.1.
struct TemporalAutoencoderImpl : torch::nn::Module {
  explicit TemporalAutoencoderImpl(const AutoencoderOptions& options);

  /// Means of single pictures, as AutoencoderKl::encode().
  at::Tensor encode(const at::Tensor& images) const;
  /// @param latents  [frames, latent_channels, h, w], all frames of one clip: fewer at a time give other pictures
  /// @return         [frames, 3, H, W], about -1..1, not clamped
  /// @throws Error(Usage) for another shape
  at::Tensor decode(const at::Tensor& latents) const;

  AutoencoderOptions options;
  VaeEncoder encoder;
  TemporalDecoder decoder;
  nn::Conv2d quant_conv;
};
TORCH_MODULE(TemporalAutoencoder);

}  // namespace core::models
