// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/nn/embeddings.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/arange.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/silu.h>

#include <cmath>

namespace core::nn {

at::Tensor sinusoidal_embedding(const at::Tensor& values, std::int64_t width, bool cosines_first, double freq_shift) {
  const std::int64_t half = width / 2;
  const at::Tensor exponents = at::arange(half, values.options().dtype(at::kFloat)) * -std::log(10000.0);
  const at::Tensor frequencies = (exponents / (static_cast<double>(half) - freq_shift)).exp();
  const at::Tensor angles = values.to(at::kFloat).unsqueeze(1) * frequencies.unsqueeze(0);
  return cosines_first ? at::cat({angles.cos(), angles.sin()}, 1) : at::cat({angles.sin(), angles.cos()}, 1);
}

EmbeddingMlpImpl::EmbeddingMlpImpl(std::int64_t in_channels, std::int64_t hidden_channels, std::int64_t out_channels)
    : linear_1(register_module("linear_1", Linear(in_channels, hidden_channels))),
      linear_2(register_module("linear_2", Linear(hidden_channels, out_channels))) {}

at::Tensor EmbeddingMlpImpl::forward(const at::Tensor& x) const {
  return linear_2->forward(at::silu(linear_1->forward(x.to(linear_1->weight.scalar_type()))));
}

}  // namespace core::nn
