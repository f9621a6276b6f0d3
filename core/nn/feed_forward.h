// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/nn/layers.h"

namespace core::nn {

/// The gated unit of GEGLU: value * GELU(gate), both made by one projection, the value first; GELU in its exact form.
///
/// Source: Shazeer 2020, "GLU variants improve transformer", eq. 6.
struct GegluImpl : torch::nn::Module {
  GegluImpl(std::int64_t in_channels, std::int64_t out_channels);
  at::Tensor forward(const at::Tensor& x) const;

  Linear proj;
};
TORCH_MODULE(Geglu);

/// Feed-forward part of a transformer block: C to 4C gated, back to C. Its layers are "net.0" and "net.2" in
/// checkpoints (a dropout lies between them).
struct FeedForwardImpl : torch::nn::Module {
  explicit FeedForwardImpl(std::int64_t channels);
  /// @param tokens  [B, N, C]
  at::Tensor forward(const at::Tensor& tokens) const;

  Geglu gated;
  Linear out;
};
TORCH_MODULE(FeedForward);

}  // namespace core::nn
