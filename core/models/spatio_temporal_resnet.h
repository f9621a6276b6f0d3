// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/nn/resnet_block.h"

namespace core::models {

/// Convolution over three neighbouring frames at each pixel; frames outside count as zero.
struct FrameConvImpl : torch::nn::Module {
  FrameConvImpl(std::int64_t in_channels, std::int64_t out_channels);
  /// @param x  [B, in, F, H, W]
  at::Tensor forward(const at::Tensor& x) const;

  at::Tensor weight;  ///< [out, in, 3, 1, 1]
  at::Tensor bias;
};
TORCH_MODULE(FrameConv);

/// A residual block along time. Its norms pool over frames and pixels together.
struct TemporalResnetImpl : torch::nn::Module {
  explicit TemporalResnetImpl(const nn::ResnetOptions& options);
  /// @param x          [B, C, F, H, W]
  /// @param embedding  [B * F, embedding_channels]; undefined for a block without
  at::Tensor forward(const at::Tensor& x, const at::Tensor& embedding) const;

  nn::GroupNorm norm1;
  FrameConv conv1;
  nn::Linear time_emb_proj{nullptr};
  nn::GroupNorm norm2;
  FrameConv conv2;
};
TORCH_MODULE(TemporalResnet);

/// Which branch the sigmoid of a mix factor weights; the other gets the rest.
enum class MixedBranch { Spatial, Temporal };

/// Blends the results of the spatial and the temporal branch by one learnt number.
struct TimeMixerImpl : torch::nn::Module {
  explicit TimeMixerImpl(MixedBranch weighted);
  at::Tensor forward(const at::Tensor& spatial, const at::Tensor& temporal) const;

  MixedBranch weighted;
  at::Tensor mix_factor;  ///< [1]
};
TORCH_MODULE(TimeMixer);

struct SpatioTemporalResnetOptions {
  nn::ResnetOptions spatial;
  double temporal_eps = 1e-5;
  MixedBranch weighted = MixedBranch::Spatial;
  std::int64_t num_frames = 0;  ///< rows of a clip; 0: all rows are one clip
};

/// Residual block on each frame, then one along time, blended.
///
/// Source: Blattmann et al. 2023, "Stable video diffusion", D; reference/stage2-interpolation.md 3.4, 4.1.
struct SpatioTemporalResnetImpl : torch::nn::Module {
  explicit SpatioTemporalResnetImpl(const SpatioTemporalResnetOptions& options);
  /// @param x          [rows, in, H, W], clip-major, frame-minor
  /// @param embedding  [rows, embedding_channels]; undefined for a block without
  /// @return           [rows, out, H, W]
  at::Tensor forward(const at::Tensor& x, const at::Tensor& embedding = {}) const;

  std::int64_t num_frames;
  nn::ResnetBlock spatial_res_block;
  TemporalResnet temporal_res_block;
  TimeMixer time_mixer;
};
TORCH_MODULE(SpatioTemporalResnet);

/// [B * F, C, H, W] to [B, C, F, H, W], and back.
at::Tensor clips_from_frames(const at::Tensor& frames, std::int64_t num_frames);
at::Tensor frames_from_clips(const at::Tensor& clips);

}  // namespace core::models
