// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/models/multiview_unet.h"

#include <ATen/ops/full.h>
#include <fmt/format.h>

#include "core/base/error.h"

namespace core::models {
namespace {

using nn::Conv2d;
using nn::Conv2dOptions;
using nn::ResnetBlock;

std::int64_t embedding_channels(const MultiviewUnetOptions& options) { return 4 * options.shape.channels.front(); }

nn::UnetMakers<ResnetBlock, MultiviewTransformer> makers(const MultiviewUnetOptions& options) {
  return {.resnet =
              [&options](std::int64_t in_channels, std::int64_t out_channels, nn::UnetPart, std::size_t) {
                return ResnetBlock(nn::ResnetOptions{.in_channels = in_channels,
                                                     .out_channels = out_channels,
                                                     .embedding_channels = embedding_channels(options),
                                                     .num_groups = options.num_groups,
                                                     .eps = options.norm_eps});
              },
          .transformer =
              [&options](std::int64_t channels, std::size_t level) {
                return MultiviewTransformer(
                    MultiviewTransformerOptions{.channels = channels,
                                                .context_channels = options.context_channels,
                                                .num_heads = options.num_heads[level],
                                                .num_layers = options.transformer_layers,
                                                .num_groups = options.num_groups,
                                                .num_views = options.num_views,
                                                .num_domains = options.num_domains,
                                                .mixing = options.mixing,
                                                .joint_mid = options.joint_mid,
                                                .joint_last = options.joint_last,
                                                .per_domain_feed_forward = options.per_domain,
                                                .use_linear_projection = options.use_linear_projection});
              }};
}

/// Each domain's rows through its own convolution, or all rows through the only one.
at::Tensor convolved(const std::vector<Conv2d>& convs, const at::Tensor& x) {
  if (convs.size() == 1) return convs[0]->forward(x);
  const std::vector<at::Tensor> domains = x.chunk(static_cast<std::int64_t>(convs.size()));
  std::vector<at::Tensor> results;
  for (std::size_t i = 0; i < convs.size(); ++i) results.push_back(convs[i]->forward(domains[i]));
  return at::cat(results);
}

}  // namespace

MultiviewUnetImpl::MultiviewUnetImpl(const MultiviewUnetOptions& settings)
    : UnetBodyImpl(settings.shape, makers(settings)),
      options(settings),
      time_embedding(register_module("time_embedding",
                                     nn::EmbeddingMlp(settings.shape.channels.front(), embedding_channels(settings),
                                                      embedding_channels(settings)))),
      class_embedding(register_module(
          "class_embedding",
          nn::EmbeddingMlp(settings.label_channels, embedding_channels(settings), embedding_channels(settings)))),
      conv_norm_out(register_module(
          "conv_norm_out", nn::GroupNorm(settings.num_groups, settings.shape.channels.front(), settings.norm_eps))) {
  const char* const suffixes[] = {"", "_normal", "_depth"};
  for (std::int64_t i = 0; i < (settings.per_domain ? settings.num_domains : 1); ++i) {
    const std::string suffix = suffixes[i];
    convs_in.push_back(register_module(
        "conv_in" + suffix,
        Conv2d(Conv2dOptions{.in_channels = settings.in_channels, .out_channels = settings.shape.channels.front()})));
    convs_out.push_back(register_module(
        "conv_out" + suffix,
        Conv2d(Conv2dOptions{.in_channels = settings.shape.channels.front(), .out_channels = settings.out_channels})));
  }
}

at::Tensor MultiviewUnetImpl::forward(const at::Tensor& sample, double timestep, const at::Tensor& labels,
                                      const at::Tensor& context) const {
  const std::int64_t factor = std::int64_t{1} << (options.shape.channels.size() - 1);
  if (sample.dim() != 4 || sample.size(1) != options.in_channels || sample.size(0) % options.num_views != 0 ||
      sample.size(0) % options.num_domains != 0 || sample.size(2) % factor != 0 || sample.size(3) % factor != 0) {
    throw Error(ErrorCode::Usage,
                fmt::format("The network of stage I takes samples [rows, {}, H, W]: rows a multiple of {} views and {} "
                            "domains, H and W of {}.",
                            options.in_channels, options.num_views, options.num_domains, factor));
  }
  if (labels.dim() != 2 || labels.size(0) != sample.size(0) || context.dim() != 3 ||
      context.size(0) != sample.size(0)) {
    throw Error(ErrorCode::Usage, "The network of stage I takes a label and picture tokens for each row.");
  }
  const at::Tensor hidden = run_levels(convolved(convs_in, sample), embedding(timestep, labels), context);
  return convolved(convs_out, at::silu(conv_norm_out->forward(hidden)));
}

at::Tensor MultiviewUnetImpl::embedding(double timestep, const at::Tensor& labels) const {
  const at::Tensor time = at::full({1}, timestep, labels.options().dtype(at::kFloat));
  const at::Tensor waves =
      nn::sinusoidal_embedding(time, options.shape.channels.front(), options.cosines_first, options.freq_shift);
  return time_embedding->forward(waves) + class_embedding->forward(labels);
}

const nn::NameRules& multiview_unet_name_rules() {
  static const nn::NameRules rules = {.renamed = {{".attn_joint.", ".attn_joint_last."},
                                                  {".norm_joint.", ".norm_joint_last."},
                                                  {".attn_joint_twice.", ".attn_joint_mid."},
                                                  {".norm_joint_twice.", ".norm_joint_mid."}},
                                      .ignored = {}};
  return rules;
}

}  // namespace core::models
