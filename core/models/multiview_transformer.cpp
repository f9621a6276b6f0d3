// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/models/multiview_transformer.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/empty.h>

namespace core::models {
namespace {

using nn::Attention;
using nn::AttentionOptions;
using nn::LayerNorm;

constexpr double kTransformerNormEps =
    1e-6;  // of the group norm before the projection; the rest of the network has 1e-5
constexpr const char* kFeedForwardNames[] = {"ff", "ff_normal", "ff_depth"};

Attention self_attention(const MultiviewTransformerOptions& options) {
  return Attention(AttentionOptions{
      .channels = options.channels, .context_channels = options.channels, .num_heads = options.num_heads});
}

}  // namespace

MultiviewBlockImpl::MultiviewBlockImpl(const MultiviewTransformerOptions& settings)
    : options(settings),
      norm1(register_module("norm1", LayerNorm(settings.channels))),
      attn1(register_module("attn1", self_attention(settings))),
      norm2(register_module("norm2", LayerNorm(settings.channels))),
      attn2(register_module("attn2", Attention(AttentionOptions{.channels = settings.channels,
                                                                .context_channels = settings.context_channels,
                                                                .num_heads = settings.num_heads}))),
      norm3(register_module("norm3", LayerNorm(settings.channels))) {
  if (options.joint_mid) {
    norm_joint_mid = register_module("norm_joint_mid", LayerNorm(settings.channels));
    attn_joint_mid = register_module("attn_joint_mid", self_attention(settings));
  }
  if (options.joint_last) {
    norm_joint_last = register_module("norm_joint_last", LayerNorm(settings.channels));
    attn_joint_last = register_module("attn_joint_last", self_attention(settings));
  }
  for (std::int64_t i = 0; i < (options.per_domain_feed_forward ? options.num_domains : 1); ++i) {
    feed_forwards.push_back(register_module(kFeedForwardNames[i], nn::FeedForward(settings.channels)));
  }
}

at::Tensor MultiviewBlockImpl::forward(at::Tensor x, const at::Tensor& context) const {
  x = x + nn::attend_across_views(*attn1, norm1->forward(x), options.num_views, options.mixing);
  if (attn_joint_mid) {
    x = x + nn::attend_across_domains(*attn_joint_mid, norm_joint_mid->forward(x), options.num_domains);
  }
  x = x + (context.size(1) == 1 ? attn2->of_single_key(context) : attn2->forward(norm2->forward(x), context));

  const std::vector<at::Tensor> domains = norm3->forward(x).chunk(static_cast<std::int64_t>(feed_forwards.size()));
  std::vector<at::Tensor> fed;
  for (std::size_t i = 0; i < domains.size(); ++i) fed.push_back(feed_forwards[i]->forward(domains[i]));
  x = x + (fed.size() == 1 ? fed[0] : at::cat(fed));
  // The original forgets to pass the number of domains here and would mix three of any batch; no released network has
  // it.
  if (attn_joint_last) {
    x = x + nn::attend_across_domains(*attn_joint_last, norm_joint_last->forward(x), options.num_domains);
  }
  return x;
}

ProjectionImpl::ProjectionImpl(std::int64_t channels, bool is_matrix) {
  const std::vector<std::int64_t> shape =
      is_matrix ? std::vector{channels, channels} : std::vector<std::int64_t>{channels, channels, 1, 1};
  weight = register_parameter("weight", at::empty(shape), false);
  bias = register_parameter("bias", at::empty({channels}), false);
}

at::Tensor ProjectionImpl::forward(const at::Tensor& tokens) const {
  return nn::linear(tokens, weight.flatten(1), bias);
}

MultiviewTransformerImpl::MultiviewTransformerImpl(const MultiviewTransformerOptions& options)
    : norm(register_module("norm", nn::GroupNorm(options.num_groups, options.channels, kTransformerNormEps))),
      proj_in(register_module("proj_in", Projection(options.channels, options.use_linear_projection))),
      transformer_blocks(register_module("transformer_blocks", nn::List<MultiviewBlock>())),
      proj_out(register_module("proj_out", Projection(options.channels, options.use_linear_projection))) {
  for (std::int64_t i = 0; i < options.num_layers; ++i) transformer_blocks->add(MultiviewBlock(options));
}

at::Tensor MultiviewTransformerImpl::forward(const at::Tensor& x, const at::Tensor& context) const {
  at::Tensor tokens = proj_in->forward(nn::tokens_from_map(norm->forward(x)));
  for (const MultiviewBlock& block : transformer_blocks->items) tokens = block->forward(tokens, context);
  return x + nn::map_from_tokens(proj_out->forward(tokens), x.size(2), x.size(3));
}

}  // namespace core::models
