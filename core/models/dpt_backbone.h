// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/nn/layers.h"

namespace core::models {

/// Zeros (or `value`) around a map so that a window of this size and stride covers it as TensorFlow's SAME does: the
/// smaller half of the padding comes first.
at::Tensor padded_same(const at::Tensor& x, std::int64_t kernel, std::int64_t stride, double value = 0.0);

/// A convolution without bias whose filters are brought to mean 0 and variance 1 before use; SAME padding.
///
/// Source: Qiao et al. 2019, "Micro-batch training with batch-channel normalization and weight standardization".
struct StandardizedConvImpl : torch::nn::Module {
  StandardizedConvImpl(std::int64_t in_channels, std::int64_t out_channels, std::int64_t kernel, std::int64_t stride);
  at::Tensor forward(const at::Tensor& x) const;

  std::int64_t kernel, stride;
  at::Tensor weight;  ///< [out, in, kernel, kernel]
};
TORCH_MODULE(StandardizedConv);

/// A residual block of the convolutional part: 1x1, 3x3, 1x1, each followed by its norm.
struct BottleneckImpl : torch::nn::Module {
  BottleneckImpl(std::int64_t in_channels, std::int64_t out_channels, std::int64_t stride);
  at::Tensor forward(const at::Tensor& x) const;

  StandardizedConv conv1;
  nn::GroupNorm norm1;
  StandardizedConv conv2;
  nn::GroupNorm norm2;
  StandardizedConv conv3;
  nn::GroupNorm norm3;
  StandardizedConv shortcut_conv{nullptr};  ///< downsample.conv, in the first block of a stage
  nn::GroupNorm shortcut_norm{nullptr};     ///< downsample.norm
};
TORCH_MODULE(Bottleneck);

/// A layer of the vision transformer.
struct VitBlockImpl : torch::nn::Module {
  VitBlockImpl(std::int64_t channels, std::int64_t num_heads);
  /// @param x  [B, N, channels]
  at::Tensor forward(const at::Tensor& x) const;

  std::int64_t num_heads;
  nn::LayerNorm norm1, norm2;
  nn::Linear qkv, proj;  ///< of attn; queries, keys and values in one
  nn::Linear fc1, fc2;   ///< of mlp
};
TORCH_MODULE(VitBlock);

/// What the rest of the network takes from its backbone.
struct DptTaps {
  at::Tensor stage0;   ///< [B, 256, H / 4, W / 4]
  at::Tensor stage1;   ///< [B, 512, H / 8, W / 8]
  at::Tensor block8;   ///< [B, 1 + patches, 768], the class token first
  at::Tensor block11;  ///< the same
};

/// The hybrid backbone: a short ResNet whose last map is cut into the tokens of a vision transformer.
///
/// Source: Ranftl, Bochkovskiy, Koltun 2021, "Vision transformers for dense prediction", 3 (DPT-Hybrid);
/// reference/stage1-anchor-views.md 1.7.
struct DptBackboneImpl : torch::nn::Module {
  DptBackboneImpl();
  /// @param pictures  [B, 3, 384, 384], 0..1
  DptTaps forward(const at::Tensor& pictures) const;

  /// The stem with its pooling: [B, 64, 96, 96].
  at::Tensor stem(const at::Tensor& pictures) const;

  at::Tensor cls_token;  ///< [1, 1, 768]
  at::Tensor pos_embed;  ///< [1, 577, 768]
  StandardizedConv stem_conv;
  nn::GroupNorm stem_norm;
  std::vector<nn::List<Bottleneck>> stages;
  nn::Conv2d proj;
  nn::List<VitBlock> blocks;
};
TORCH_MODULE(DptBackbone);

}  // namespace core::models
