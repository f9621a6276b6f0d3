// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/models/spatio_temporal_resnet.h"
#include "core/nn/attention.h"
#include "core/nn/embeddings.h"
#include "core/nn/feed_forward.h"

namespace core::models {

struct SpatioTemporalTransformerOptions {
  std::int64_t channels = 0;
  std::int64_t context_channels = 0;
  std::int64_t num_heads = 5;
  std::int64_t num_layers = 1;
  std::int64_t num_groups = 32;
  std::int64_t num_frames = 9;
};

/// Self-attention, attention to the context and the feed-forward part; each after its norm and added to its input.
struct SpatialBlockImpl : torch::nn::Module {
  explicit SpatialBlockImpl(const SpatioTemporalTransformerOptions& options);
  /// @param x        [B, N, channels]
  /// @param context  [G, M, context_channels]: each for B / G consecutive rows
  at::Tensor forward(at::Tensor x, const at::Tensor& context) const;

  nn::LayerNorm norm1;
  nn::Attention attn1;
  nn::LayerNorm norm2;
  nn::Attention attn2;
  nn::LayerNorm norm3;
  nn::FeedForward ff;
};
TORCH_MODULE(SpatialBlock);

/// The same along time, with another feed-forward part before it: each pixel's frames are the tokens.
struct TemporalBlockImpl : SpatialBlockImpl {
  explicit TemporalBlockImpl(const SpatioTemporalTransformerOptions& options);
  /// @param x        [clips * num_frames, pixels, channels]
  /// @param context  [clips, M, context_channels]. The original lays it out as if pixels came before clips, which mixes
  /// the
  ///                 clips of a batch; here each clip keeps its own, as when clips are run one by one.
  at::Tensor forward(const at::Tensor& x, const at::Tensor& context) const;

  std::int64_t num_frames;
  nn::LayerNorm norm_in;
  nn::FeedForward ff_in;
};
TORCH_MODULE(TemporalBlock);

/// Spatial and temporal blocks over the tokens of maps, blended, with norm, projections and residual around them.
///
/// Source: Blattmann et al. 2023, "Stable video diffusion", D; reference/stage2-interpolation.md 3.5.
struct SpatioTemporalTransformerImpl : torch::nn::Module {
  explicit SpatioTemporalTransformerImpl(const SpatioTemporalTransformerOptions& options);
  /// @param x        [clips * num_frames, channels, H, W]
  /// @param context  [clips, M, context_channels]
  at::Tensor forward(const at::Tensor& x, const at::Tensor& context) const;

  /// What tells the frames of a clip apart: [num_frames, channels].
  at::Tensor frame_positions() const;

  std::int64_t num_frames;
  nn::GroupNorm norm;
  nn::Linear proj_in;
  nn::List<SpatialBlock> transformer_blocks;
  nn::List<TemporalBlock> temporal_transformer_blocks;
  nn::EmbeddingMlp time_pos_embed;
  TimeMixer time_mixer;
  nn::Linear proj_out;
};
TORCH_MODULE(SpatioTemporalTransformer);

}  // namespace core::models
