// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/models/spatio_temporal_resnet.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/conv3d.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/lerp.h>
#include <ATen/ops/sigmoid.h>
#include <ATen/ops/silu.h>

namespace core::models {

FrameConvImpl::FrameConvImpl(std::int64_t in_channels, std::int64_t out_channels)
    : weight(register_parameter("weight", at::empty({out_channels, in_channels, 3, 1, 1}), false)),
      bias(register_parameter("bias", at::empty({out_channels}), false)) {}

at::Tensor FrameConvImpl::forward(const at::Tensor& x) const {
  return at::conv3d(x, weight, bias, /*stride=*/1, /*padding=*/at::IntArrayRef{1, 0, 0});
}

TemporalResnetImpl::TemporalResnetImpl(const nn::ResnetOptions& options)
    : norm1(register_module("norm1", nn::GroupNorm(options.num_groups, options.out_channels, options.eps))),
      conv1(register_module("conv1", FrameConv(options.out_channels, options.out_channels))),
      norm2(register_module("norm2", nn::GroupNorm(options.num_groups, options.out_channels, options.eps))),
      conv2(register_module("conv2", FrameConv(options.out_channels, options.out_channels))) {
  if (options.embedding_channels > 0) {
    time_emb_proj = register_module("time_emb_proj", nn::Linear(options.embedding_channels, options.out_channels));
  }
}

at::Tensor TemporalResnetImpl::forward(const at::Tensor& x, const at::Tensor& embedding) const {
  at::Tensor hidden = conv1->forward(at::silu(norm1->forward(x)));
  if (time_emb_proj) {
    const at::Tensor shift = time_emb_proj->forward(at::silu(embedding)).view({x.size(0), x.size(2), x.size(1)});
    hidden = hidden + shift.transpose(1, 2).unsqueeze(3).unsqueeze(4);
  }
  return x + conv2->forward(at::silu(norm2->forward(hidden)));
}

TimeMixerImpl::TimeMixerImpl(MixedBranch branch)
    : weighted(branch), mix_factor(register_parameter("mix_factor", at::empty({1}), false)) {}

at::Tensor TimeMixerImpl::forward(const at::Tensor& spatial, const at::Tensor& temporal) const {
  const at::Tensor share = at::sigmoid(mix_factor);
  return weighted == MixedBranch::Spatial ? at::lerp(temporal, spatial, share) : at::lerp(spatial, temporal, share);
}

SpatioTemporalResnetImpl::SpatioTemporalResnetImpl(const SpatioTemporalResnetOptions& options)
    : num_frames(options.num_frames),
      spatial_res_block(register_module("spatial_res_block", nn::ResnetBlock(options.spatial))),
      temporal_res_block(nullptr),
      time_mixer(register_module("time_mixer", TimeMixer(options.weighted))) {
  nn::ResnetOptions temporal = options.spatial;
  temporal.eps = options.temporal_eps;
  temporal_res_block = register_module("temporal_res_block", TemporalResnet(temporal));
}

at::Tensor SpatioTemporalResnetImpl::forward(const at::Tensor& x, const at::Tensor& embedding) const {
  const at::Tensor spatial = spatial_res_block->forward(x, embedding);
  const at::Tensor clips = clips_from_frames(spatial, num_frames > 0 ? num_frames : x.size(0));
  return time_mixer->forward(spatial, frames_from_clips(temporal_res_block->forward(clips, embedding)));
}

// With channels last both lie in memory alike, and nothing is moved.

at::Tensor clips_from_frames(const at::Tensor& frames, std::int64_t num_frames) {
  const at::Tensor clips = frames.unflatten(0, {frames.size(0) / num_frames, num_frames}).transpose(1, 2);
  return clips.contiguous(clips.suggest_memory_format());
}

at::Tensor frames_from_clips(const at::Tensor& clips) {
  const at::Tensor frames = clips.transpose(1, 2).flatten(0, 1);
  return frames.contiguous(frames.suggest_memory_format());
}

}  // namespace core::models
