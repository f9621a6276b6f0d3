// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/models/spatio_temporal_unet.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/full.h>
#include <ATen/ops/silu.h>
#include <fmt/format.h>

#include "core/base/error.h"

namespace core::models {
namespace {

constexpr double kOuterEps = 1e-5;

std::int64_t embedding_channels(const SpatioTemporalUnetOptions& options) { return 4 * options.shape.channels.front(); }

/// The original passes 1e-5 to all its levels, but the factory of those with transformers and of all on the way up
/// drops it for 1e-6.
double norm_eps(const SpatioTemporalUnetOptions& options, nn::UnetPart part, std::size_t level) {
  const bool is_dropped =
      part == nn::UnetPart::Up || (part == nn::UnetPart::Down && options.shape.has_attention_down[level]);
  return is_dropped ? 1e-6 : kOuterEps;
}

nn::UnetMakers<SpatioTemporalResnet, SpatioTemporalTransformer> makers(const SpatioTemporalUnetOptions& options) {
  return {.resnet =
              [&options](std::int64_t in_channels, std::int64_t out_channels, nn::UnetPart part, std::size_t level) {
                const double eps = norm_eps(options, part, level);
                return SpatioTemporalResnet(
                    SpatioTemporalResnetOptions{.spatial = {.in_channels = in_channels,
                                                            .out_channels = out_channels,
                                                            .embedding_channels = embedding_channels(options),
                                                            .num_groups = kSpatioTemporalGroups,
                                                            .eps = eps},
                                                .temporal_eps = eps,
                                                .weighted = MixedBranch::Spatial,
                                                .num_frames = options.num_frames});
              },
          .transformer =
              [&options](std::int64_t channels, std::size_t level) {
                return SpatioTemporalTransformer(
                    SpatioTemporalTransformerOptions{.channels = channels,
                                                     .context_channels = options.context_channels,
                                                     .num_heads = options.num_heads[level],
                                                     .num_layers = options.transformer_layers,
                                                     .num_groups = kSpatioTemporalGroups,
                                                     .num_frames = options.num_frames});
              }};
}

}  // namespace

SpatioTemporalUnetImpl::SpatioTemporalUnetImpl(const SpatioTemporalUnetOptions& settings)
    : UnetBodyImpl(settings.shape, makers(settings)),
      options(settings),
      conv_in(
          register_module("conv_in", nn::Conv2d(nn::Conv2dOptions{.in_channels = settings.in_channels,
                                                                  .out_channels = settings.shape.channels.front()}))),
      time_embedding(register_module("time_embedding",
                                     nn::EmbeddingMlp(settings.shape.channels.front(), embedding_channels(settings),
                                                      embedding_channels(settings)))),
      add_embedding(register_module("add_embedding",
                                    nn::EmbeddingMlp(settings.num_time_ids * settings.time_id_channels,
                                                     embedding_channels(settings), embedding_channels(settings)))),
      class_embedding(register_module(
          "class_embedding",
          nn::EmbeddingMlp(settings.camera_channels, embedding_channels(settings), embedding_channels(settings)))),
      conv_norm_out(register_module("conv_norm_out",
                                    nn::GroupNorm(kSpatioTemporalGroups, settings.shape.channels.front(), kOuterEps))),
      conv_out(register_module("conv_out", nn::Conv2d(nn::Conv2dOptions{.in_channels = settings.shape.channels.front(),
                                                                        .out_channels = settings.out_channels}))) {}

at::Tensor SpatioTemporalUnetImpl::forward(const at::Tensor& sample, double timestep, const at::Tensor& time_ids,
                                           const at::Tensor& cameras, const at::Tensor& context) const {
  const std::int64_t factor = std::int64_t{1} << (options.shape.channels.size() - 1);
  if (sample.dim() != 4 || sample.size(1) != options.in_channels || sample.size(0) % options.num_frames != 0 ||
      sample.size(2) % factor != 0 || sample.size(3) % factor != 0) {
    throw Error(
        ErrorCode::Usage,
        fmt::format("The network of stage II takes samples [rows, {}, H, W]: rows a multiple of {} frames, H and W of "
                    "{}.",
                    options.in_channels, options.num_frames, factor));
  }
  const std::int64_t num_clips = sample.size(0) / options.num_frames;
  if (time_ids.dim() != 2 || time_ids.size(0) != num_clips || time_ids.size(1) != options.num_time_ids ||
      cameras.dim() != 2 || cameras.size(0) != options.num_frames || context.dim() != 3 ||
      context.size(0) != num_clips) {
    throw Error(
        ErrorCode::Usage,
        "The network of stage II takes time ids and picture tokens for each clip, and a camera for each frame.");
  }
  const at::Tensor hidden = run_levels(conv_in->forward(sample), embedding(timestep, time_ids, cameras), context);
  return conv_out->forward(at::silu(conv_norm_out->forward(hidden)));
}

at::Tensor SpatioTemporalUnetImpl::embedding(double timestep, const at::Tensor& time_ids,
                                             const at::Tensor& cameras) const {
  const std::int64_t num_clips = time_ids.size(0);
  const at::Tensor time = at::full({1}, timestep, time_ids.options().dtype(at::kFloat));
  const at::Tensor of_time = time_embedding->forward(nn::sinusoidal_embedding(time, options.shape.channels.front()));
  const at::Tensor id_waves = nn::sinusoidal_embedding(time_ids.flatten(), options.time_id_channels);
  const at::Tensor of_clips = of_time + add_embedding->forward(id_waves.view({num_clips, -1}));
  return of_clips.repeat_interleave(options.num_frames, 0) + class_embedding->forward(cameras).repeat({num_clips, 1});
}

}  // namespace core::models
