// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/nn/feed_forward.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/gelu.h>

#include <algorithm>

namespace core::nn {
namespace {

/// Of tokens that go through the unit together on a processor: what lies between its two layers is eight times as
/// large, and stays in the caches.
constexpr std::int64_t kChunkElements = std::int64_t{1} << 19;

}  // namespace

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

at::Tensor FeedForwardImpl::forward(const at::Tensor& tokens) const {
  const auto all = [this](const at::Tensor& rows) { return out->forward(gated->forward(rows)); };
  if (!tokens.is_cpu() || tokens.numel() <= kChunkElements) return all(tokens);
  const at::Tensor rows = tokens.reshape({-1, tokens.size(-1)});
  std::vector<at::Tensor> chunks = rows.split(std::max<std::int64_t>(1, kChunkElements / rows.size(1)));
  for (at::Tensor& chunk : chunks) chunk = all(chunk);
  return at::cat(chunks).view(tokens.sizes());
}

}  // namespace core::nn
