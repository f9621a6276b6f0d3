// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/models/spatio_temporal_transformer.h"
#include "core/nn/unet_body.h"

namespace core::models {

/// Groups of all group norms; the configuration does not name them.
inline constexpr std::int64_t kSpatioTemporalGroups = 32;

/// Field by field what the network's config.json says, in the words of this program.
struct SpatioTemporalUnetOptions {
  std::int64_t in_channels = 8;
  std::int64_t out_channels = 4;
  nn::UnetShape shape;
  std::vector<std::int64_t> num_heads;  ///< of each level, finest first; no weight shows them
  std::int64_t transformer_layers = 1;
  std::int64_t context_channels = 1024;
  std::int64_t time_id_channels = 256;  ///< of the sinusoid of one time id
  std::int64_t num_time_ids = 3;
  std::int64_t camera_channels = 6;
  std::int64_t num_frames = 9;
};

/// The network of stage II (Stable Video Diffusion's, with a camera for each frame): predicts v for the frames of
/// clips.
///
/// Source: Blattmann et al. 2023, "Stable video diffusion"; reference/stage2-interpolation.md 3.
struct SpatioTemporalUnetImpl : nn::UnetBodyImpl<SpatioTemporalResnet, SpatioTemporalTransformer> {
  explicit SpatioTemporalUnetImpl(const SpatioTemporalUnetOptions& options);

  /// @param sample    [clips * num_frames, in_channels, H, W], clip-major; H and W divisible by 2^(levels - 1); dtype
  /// and
  ///                  device of the weights
  /// @param timestep  ln(sigma) / 4
  /// @param time_ids  [clips, num_time_ids]: frames per second, motion, noise of the condition
  /// @param cameras   [num_frames, camera_channels], the same for every clip
  /// @param context   [clips, M, context_channels], tokens of each clip's first anchor
  /// @return          [clips * num_frames, out_channels, H, W]
  /// @throws Error(Usage) for other shapes
  at::Tensor forward(const at::Tensor& sample, double timestep, const at::Tensor& time_ids, const at::Tensor& cameras,
                     const at::Tensor& context) const;

  /// What every residual block receives: [clips * num_frames, E].
  at::Tensor embedding(double timestep, const at::Tensor& time_ids, const at::Tensor& cameras) const;

  SpatioTemporalUnetOptions options;
  nn::Conv2d conv_in;
  nn::EmbeddingMlp time_embedding, add_embedding, class_embedding;
  nn::GroupNorm conv_norm_out;
  nn::Conv2d conv_out;
};
TORCH_MODULE(SpatioTemporalUnet);

}  // namespace core::models
