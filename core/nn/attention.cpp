// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/nn/attention.h"

#include <ATen/Parallel.h>
#include <ATen/cpu/Utils.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/scaled_dot_product_attention.h>
#include <ATen/record_function.h>

#include <algorithm>

#include "core/nn/attention_kernel.h"

namespace core::nn {
namespace {

/// Whether LibTorch multiplies the matrices of its attention on tiles (AMX), which nothing here outruns. Without them
/// its bf16 attention converts to float32 and back, and its float32 attention keeps all scores where heads are small.
bool has_matrix_tiles() {
  static const bool answer = [] {
    const auto capabilities = at::cpu::get_cpu_capabilities();
    const auto found = capabilities.find("amx_bf16");
    return found != capabilities.end() && found->second.isBool() && found->second.toBool();
  }();
  return answer;
}

bool takes_own_kernel(const at::Tensor& x, std::int64_t head_size) {
  if (!x.is_cpu() || head_size > kMaxAttentionHead) return false;
  if (x.scalar_type() == at::kBFloat16) return has_attention_kernel<std::uint16_t>() && !has_matrix_tiles();
  return x.scalar_type() == at::kFloat && has_attention_kernel<float>();
}

/// Rows of one head of a tensor [B, N, C].
template <class Element>
HeadRows<Element> head_rows(const at::Tensor& x, std::int64_t batch, std::int64_t channel) {
  auto* elements = static_cast<Element*>(const_cast<void*>(x.const_data_ptr()));
  return {elements + batch * x.stride(0) + channel, x.stride(1)};
}

/// attend() on the processor.
template <class Element>
at::Tensor attend_here(const at::Tensor& query, const at::Tensor& key, const at::Tensor& value,
                       std::int64_t num_heads) {
  const std::int64_t num_queries = query.size(1), head_size = query.size(2) / num_heads;
  const std::int64_t num_pairs = query.size(0) * num_heads;  // of a batch and a head
  const PackedSize size = packed_size<Element>(key.size(1), head_size);
  const at::Tensor packed = at::empty({num_pairs, size.num_elements}, key.options());
  const at::Tensor result = at::empty(query.sizes(), query.options());
  auto* packed_pairs = static_cast<Element*>(packed.mutable_data_ptr());
  at::parallel_for(0, num_pairs, 1, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t pair = begin; pair < end; ++pair) {
      const std::int64_t batch = pair / num_heads, channel = pair % num_heads * head_size;
      pack_keys_and_values<Element>(head_rows<const Element>(key, batch, channel),
                                    head_rows<const Element>(value, batch, channel), size,
                                    packed_pairs + pair * size.num_elements);
    }
  });
  const std::int64_t num_blocks = (num_queries + kAttentionRows - 1) / kAttentionRows;
  at::parallel_for(0, num_pairs * num_blocks, 1, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t item = begin; item < end; ++item) {
      const std::int64_t pair = item / num_blocks, first = item % num_blocks * kAttentionRows;
      const std::int64_t batch = pair / num_heads, channel = pair % num_heads * head_size;
      HeadRows<const Element> queries = head_rows<const Element>(query, batch, channel);
      HeadRows<Element> results = head_rows<Element>(result, batch, channel);
      queries.first += first * queries.stride;
      results.first += first * results.stride;
      attend_rows<Element>(queries, std::min(kAttentionRows, num_queries - first),
                           packed_pairs + pair * size.num_elements, size, results);
    }
  });
  return result;
}

}  // namespace

at::Tensor attend(const at::Tensor& query, const at::Tensor& key, const at::Tensor& value, std::int64_t num_heads) {
  if (takes_own_kernel(query, query.size(2) / num_heads)) {
    RECORD_FUNCTION(kOwnAttention, std::vector<c10::IValue>({query, key}));
    return query.scalar_type() == at::kFloat ? attend_here<float>(query, key, value, num_heads)
                                             : attend_here<std::uint16_t>(query, key, value, num_heads);
  }
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
