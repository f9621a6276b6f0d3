// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/nn/layers.h"

namespace core::nn {

/// Attention of every query to all keys, in one fused operation: softmax(Q K^T / sqrt(head size)) V for each head.
///
/// @param query       [B, N, C]
/// @param key, value  [B, M, C]
/// @param num_heads   divides C
/// @return            [B, N, C]
at::Tensor attend(const at::Tensor& query, const at::Tensor& key, const at::Tensor& value, std::int64_t num_heads);

/// The name under which LibTorch's profiler sees attend() where it does not use LibTorch's operation.
inline constexpr const char* kOwnAttention = "core::nn::attention";

struct AttentionOptions {
  std::int64_t channels = 0;
  std::int64_t context_channels = 0;  ///< of what keys and values are made from; `channels` for self-attention
  std::int64_t num_heads = 1;
  bool has_bias = false;  ///< in the three projections; the output projection always has one
};

/// Attention with its projections, named as diffusion checkpoints name them (to_q, to_k, to_v, to_out.0).
struct AttentionImpl : torch::nn::Module {
  explicit AttentionImpl(const AttentionOptions& options);
  /// @param tokens   [B, N, channels]
  /// @param context  [B, M, context_channels]
  /// @return         [B, N, channels]
  at::Tensor forward(const at::Tensor& tokens, const at::Tensor& context) const;

  /// What forward() gives for every token where the context is a single key: softmax is 1 whatever the query, so that
  /// queries and keys need not be computed. The result for the last context is kept: a run asks for the same tensor at
  /// every step, and must not write to it.
  /// @param context  [B, 1, context_channels]
  /// @return         [B, 1, channels]
  at::Tensor of_single_key(const at::Tensor& context) const;

  std::int64_t num_heads;
  Linear to_q, to_k, to_v;
  List<Linear> to_out;

 private:
  mutable at::Tensor last_context_, last_of_single_key_;
};
TORCH_MODULE(Attention);

/// Self-attention over the pixels of a map with its norm and residual: one head, all projections with bias.
struct MapAttentionImpl : AttentionImpl {
  MapAttentionImpl(std::int64_t channels, std::int64_t num_groups, double eps);
  /// @param x  [B, C, H, W]
  at::Tensor forward(const at::Tensor& x) const;

  GroupNorm group_norm;
};
TORCH_MODULE(MapAttention);

/// [B, C, H, W] to [B, H * W, C], row by row, and back.
at::Tensor tokens_from_map(const at::Tensor& map);
at::Tensor map_from_tokens(const at::Tensor& tokens, std::int64_t height, std::int64_t width);

}  // namespace core::nn
