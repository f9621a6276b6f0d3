// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/nn/layers.h"

namespace core::nn {

/// Sines and cosines of values at `width / 2` frequencies from 1 down to about 1/10000.
///
/// @param values         [N]
/// @param width          even
/// @param cosines_first  [cos, sin] instead of [sin, cos] ("flip_sin_to_cos")
/// @param freq_shift     the last frequency is 10000^(-(width/2 - 1) / (width/2 - freq_shift))
/// @return               [N, width], float32
///
/// Source: Vaswani et al. 2017, "Attention is all you need", 3.5; the operations are in the order of the original, for
/// the product of value and frequency costs most of float32's precision.
at::Tensor sinusoidal_embedding(const at::Tensor& values, std::int64_t width, bool cosines_first = true,
                                double freq_shift = 0.0);

/// Two linear layers with SiLU between them: how times, labels and positions enter a network.
struct EmbeddingMlpImpl : torch::nn::Module {
  EmbeddingMlpImpl(std::int64_t in_channels, std::int64_t hidden_channels, std::int64_t out_channels);
  /// @param x  [N, in]; converted to the dtype of the weights
  /// @return   [N, out]
  at::Tensor forward(const at::Tensor& x) const;

  Linear linear_1, linear_2;
};
TORCH_MODULE(EmbeddingMlp);

}  // namespace core::nn
