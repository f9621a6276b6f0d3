// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/nn/feed_forward.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/gelu.h>

namespace core::nn {

GegluImpl::GegluImpl(std::int64_t in_channels, std::int64_t out_channels)
    : proj(register_module("proj", Linear(in_channels, 2 * out_channels))) {}

at::Tensor GegluImpl::forward(const at::Tensor& x) const {
  const std::vector<at::Tensor> halves = proj->forward(x).chunk(2, -1);
  return halves[0] * at::gelu(halves[1]);
}

FeedForwardImpl::FeedForwardImpl(std::int64_t channels) : gated(channels, 4 * channels), out(4 * channels, channels) {
  const auto net = add_group(*this, "net");
  net->register_module("0", gated);
  net->register_module("2", out);
}

at::Tensor FeedForwardImpl::forward(const at::Tensor& tokens) const { return out->forward(gated->forward(tokens)); }

}  // namespace core::nn
