// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/models/spatio_temporal_transformer.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/arange.h>

namespace core::models {
namespace {

constexpr double kTransformerNormEps = 1e-6;  // of the group norm before the projection

}  // namespace

SpatialBlockImpl::SpatialBlockImpl(const SpatioTemporalTransformerOptions& options)
    : norm1(register_module("norm1", nn::LayerNorm(options.channels))),
      attn1(register_module("attn1", nn::Attention(nn::AttentionOptions{.channels = options.channels,
                                                                        .context_channels = options.channels,
                                                                        .num_heads = options.num_heads}))),
      norm2(register_module("norm2", nn::LayerNorm(options.channels))),
      attn2(register_module("attn2", nn::Attention(nn::AttentionOptions{.channels = options.channels,
                                                                        .context_channels = options.context_channels,
                                                                        .num_heads = options.num_heads}))),
      norm3(register_module("norm3", nn::LayerNorm(options.channels))),
      ff(register_module("ff", nn::FeedForward(options.channels))) {}

at::Tensor SpatialBlockImpl::forward(at::Tensor x, const at::Tensor& context) const {
  const at::Tensor normed = norm1->forward(x);
  x = x + attn1->forward(normed, normed);
  const std::int64_t num_rows = x.size(0) / context.size(0);
  x = x + (context.size(1) == 1 ? attn2->of_single_key(context).repeat_interleave(num_rows, 0)
                                : attn2->forward(norm2->forward(x), context.repeat_interleave(num_rows, 0)));
  return x + ff->forward(norm3->forward(x));
}

TemporalBlockImpl::TemporalBlockImpl(const SpatioTemporalTransformerOptions& options)
    : SpatialBlockImpl(options),
      num_frames(options.num_frames),
      norm_in(register_module("norm_in", nn::LayerNorm(options.channels))),
      ff_in(register_module("ff_in", nn::FeedForward(options.channels))) {}

at::Tensor TemporalBlockImpl::forward(const at::Tensor& x, const at::Tensor& context) const {
  const std::int64_t num_clips = x.size(0) / num_frames, num_pixels = x.size(1), num_channels = x.size(2);
  at::Tensor hidden = x.view({num_clips, num_frames, num_pixels, num_channels})
                          .transpose(1, 2)
                          .reshape({num_clips * num_pixels, num_frames, num_channels});
  hidden = hidden + ff_in->forward(norm_in->forward(hidden));
  hidden = SpatialBlockImpl::forward(hidden, context);
  return hidden.view({num_clips, num_pixels, num_frames, num_channels}).transpose(1, 2).reshape(x.sizes());
}

SpatioTemporalTransformerImpl::SpatioTemporalTransformerImpl(const SpatioTemporalTransformerOptions& options)
    : num_frames(options.num_frames),
      norm(register_module("norm", nn::GroupNorm(options.num_groups, options.channels, kTransformerNormEps))),
      proj_in(register_module("proj_in", nn::Linear(options.channels, options.channels))),
      transformer_blocks(register_module("transformer_blocks", nn::List<SpatialBlock>())),
      temporal_transformer_blocks(register_module("temporal_transformer_blocks", nn::List<TemporalBlock>())),
      time_pos_embed(register_module("time_pos_embed",
                                     nn::EmbeddingMlp(options.channels, 4 * options.channels, options.channels))),
      time_mixer(register_module("time_mixer", TimeMixer(MixedBranch::Spatial))),
      proj_out(register_module("proj_out", nn::Linear(options.channels, options.channels))) {
  for (std::int64_t i = 0; i < options.num_layers; ++i) {
    transformer_blocks->add(SpatialBlock(options));
    temporal_transformer_blocks->add(TemporalBlock(options));
  }
}

at::Tensor SpatioTemporalTransformerImpl::forward(const at::Tensor& x, const at::Tensor& context) const {
  const std::int64_t num_clips = x.size(0) / num_frames;
  const at::Tensor positions = frame_positions().repeat({num_clips, 1}).unsqueeze(1);
  at::Tensor hidden = proj_in->forward(nn::tokens_from_map(norm->forward(x)));
  for (std::size_t i = 0; i < transformer_blocks->size(); ++i) {
    const at::Tensor spatial = (*transformer_blocks)[i]->forward(hidden, context);
    // The blend is with the spatial branch as it is, without the positions.
    const at::Tensor temporal = (*temporal_transformer_blocks)[i]->forward(spatial + positions, context);
    hidden = time_mixer->forward(spatial, temporal);
  }
  return x + nn::map_from_tokens(proj_out->forward(hidden), x.size(2), x.size(3));
}

at::Tensor SpatioTemporalTransformerImpl::frame_positions() const {
  const at::Tensor frames = at::arange(num_frames, proj_in->weight.options().dtype(at::kFloat));
  return time_pos_embed->forward(nn::sinusoidal_embedding(frames, proj_in->weight.size(0)));
}

}  // namespace core::models
