// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/nn/feed_forward.h"
#include "core/nn/multiview_attention.h"

namespace core::models {

struct MultiviewTransformerOptions {
  std::int64_t channels = 0;
  std::int64_t context_channels = 0;
  std::int64_t num_heads = 8;
  std::int64_t num_layers = 1;
  std::int64_t num_groups = 32;
  std::int64_t num_views = 9;    ///< rows of a run
  std::int64_t num_domains = 2;  ///< colour, normal and, with 3, depth
  nn::ViewMixing mixing = nn::ViewMixing::AllViews;
  bool joint_mid = true;                 ///< attention across domains after that across views
  bool joint_last = false;               ///< and after the feed-forward part
  bool per_domain_feed_forward = false;  ///< "moe_mlp": one feed-forward part for each domain
  bool use_linear_projection = false;    ///< projections stored as matrices, not as 1x1 convolutions
};

/// Attention across views, across domains and to the picture's token, then the feed-forward part; each after its norm
/// and added to its input.
struct MultiviewBlockImpl : torch::nn::Module {
  explicit MultiviewBlockImpl(const MultiviewTransformerOptions& options);
  /// @param x        [rows, N, channels]
  /// @param context  [rows, M, context_channels]
  at::Tensor forward(at::Tensor x, const at::Tensor& context) const;

  MultiviewTransformerOptions options;
  nn::LayerNorm norm1;
  nn::Attention attn1;
  nn::LayerNorm norm_joint_mid{nullptr};
  nn::Attention attn_joint_mid{nullptr};
  nn::LayerNorm norm2;
  nn::Attention attn2;
  nn::LayerNorm norm3;
  std::vector<nn::FeedForward> feed_forwards;  ///< ff, or ff, ff_normal, ff_depth
  nn::LayerNorm norm_joint_last{nullptr};
  nn::Attention attn_joint_last{nullptr};
};
TORCH_MODULE(MultiviewBlock);

/// A linear layer over tokens whose weight is stored as a matrix or as a 1x1 convolution.
struct ProjectionImpl : torch::nn::Module {
  ProjectionImpl(std::int64_t channels, bool is_matrix);
  at::Tensor forward(const at::Tensor& tokens) const;

  at::Tensor weight;  ///< [channels, channels] or [channels, channels, 1, 1]
  at::Tensor bias;
};
TORCH_MODULE(Projection);

/// Blocks over the tokens of a map, with norm, projections and residual around them.
///
/// Source: Long et al. 2024, "Wonder3D: single image to 3D using cross-domain diffusion", 4.3;
/// reference/stage1-anchor-views.md 3.3.
struct MultiviewTransformerImpl : torch::nn::Module {
  explicit MultiviewTransformerImpl(const MultiviewTransformerOptions& options);
  /// @param x        [rows, channels, H, W]; rows divisible by num_views and num_domains
  /// @param context  [rows, M, context_channels]
  at::Tensor forward(const at::Tensor& x, const at::Tensor& context) const;

  nn::GroupNorm norm;
  Projection proj_in;
  nn::List<MultiviewBlock> transformer_blocks;
  Projection proj_out;
};
TORCH_MODULE(MultiviewTransformer);

}  // namespace core::models
