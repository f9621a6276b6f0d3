// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/nn/layers.h"

namespace core::nn {

struct ResnetOptions {
  std::int64_t in_channels = 0;
  std::int64_t out_channels = 0;
  std::int64_t embedding_channels = 0;  ///< 0: the block takes no embedding
  std::int64_t num_groups = 32;
  double eps = 1e-5;
};

/// norm, SiLU, convolution, + embedding, norm, SiLU, convolution, + input (through a 1x1 convolution if widths differ).
struct ResnetBlockImpl : torch::nn::Module {
  explicit ResnetBlockImpl(const ResnetOptions& options);
  /// @param x          [B, in, H, W]
  /// @param embedding  [B, embedding_channels]; undefined for a block without
  /// @return           [B, out, H, W]
  at::Tensor forward(const at::Tensor& x, const at::Tensor& embedding = {}) const;

  GroupNorm norm1;
  Conv2d conv1;
  Linear time_emb_proj{nullptr};
  GroupNorm norm2;
  Conv2d conv2;
  Conv2d conv_shortcut{nullptr};
};
TORCH_MODULE(ResnetBlock);

/// Where a 3x3 convolution of stride 2 pads its input with zeros.
enum class DownsamplePadding { AllSides, RightAndBottom };

/// Half the size in both directions.
struct DownsampleImpl : torch::nn::Module {
  DownsampleImpl(std::int64_t channels, DownsamplePadding padding);
  at::Tensor forward(const at::Tensor& x) const;

  DownsamplePadding padding;
  Conv2d conv;
};
TORCH_MODULE(Downsample);

/// Twice the size: every pixel four times, then a 3x3 convolution.
struct UpsampleImpl : torch::nn::Module {
  explicit UpsampleImpl(std::int64_t channels);
  at::Tensor forward(const at::Tensor& x) const;

  Conv2d conv;
};
TORCH_MODULE(Upsample);

}  // namespace core::nn
