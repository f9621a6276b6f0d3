// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/nn/attention.h"

#include <ATen/ops/scaled_dot_product_attention.h>

namespace core::nn {

at::Tensor attend(const at::Tensor& query, const at::Tensor& key, const at::Tensor& value, std::int64_t num_heads) {
  const auto split = [&](const at::Tensor& x) {
    return x.view({x.size(0), x.size(1), num_heads, x.size(2) / num_heads}).transpose(1, 2);
  };
  const at::Tensor mixed = at::scaled_dot_product_attention(split(query), split(key), split(value));
  return mixed.transpose(1, 2).reshape(query.sizes());
}

AttentionImpl::AttentionImpl(const AttentionOptions& options)
    : num_heads(options.num_heads),
      to_q(register_module("to_q", Linear(options.channels, options.channels, options.has_bias))),
      to_k(register_module("to_k", Linear(options.context_channels, options.channels, options.has_bias))),
      to_v(register_module("to_v", Linear(options.context_channels, options.channels, options.has_bias))),
      to_out(register_module("to_out", List<Linear>())) {
  to_out->add(Linear(options.channels, options.channels));
}

at::Tensor AttentionImpl::forward(const at::Tensor& tokens, const at::Tensor& context) const {
  const at::Tensor mixed = attend(to_q->forward(tokens), to_k->forward(context), to_v->forward(context), num_heads);
  return (*to_out)[0]->forward(mixed);
}

at::Tensor AttentionImpl::of_single_key(const at::Tensor& context) const {
  if (!context.is_same(last_context_)) {
    last_of_single_key_ = (*to_out)[0]->forward(to_v->forward(context));
    last_context_ = context;
  }
  return last_of_single_key_;
}

MapAttentionImpl::MapAttentionImpl(std::int64_t channels, std::int64_t num_groups, double eps)
    : AttentionImpl({.channels = channels, .context_channels = channels, .num_heads = 1, .has_bias = true}),
      group_norm(register_module("group_norm", GroupNorm(num_groups, channels, eps))) {}

at::Tensor MapAttentionImpl::forward(const at::Tensor& x) const {
  const at::Tensor tokens = tokens_from_map(group_norm->forward(x));
  return x + map_from_tokens(AttentionImpl::forward(tokens, tokens), x.size(2), x.size(3));
}

at::Tensor tokens_from_map(const at::Tensor& map) { return map.flatten(2).transpose(1, 2).contiguous(); }

at::Tensor map_from_tokens(const at::Tensor& tokens, std::int64_t height, std::int64_t width) {
  return tokens.transpose(1, 2).reshape({tokens.size(0), tokens.size(2), height, width});
}

}  // namespace core::nn
