// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/models/autoencoder_kl.h"

#include <fmt/format.h>

#include "core/base/error.h"

namespace core::models {
namespace {

using nn::Conv2d;
using nn::Conv2dOptions;
using nn::ResnetBlock;

ResnetBlock make_resnet(const AutoencoderOptions& options, std::int64_t in_channels, std::int64_t out_channels) {
  return ResnetBlock(nn::ResnetOptions{.in_channels = in_channels,
                                       .out_channels = out_channels,
                                       .num_groups = options.norm_num_groups,
                                       .eps = kVaeNormEps});
}

}  // namespace

VaeEncoderImpl::VaeEncoderImpl(const AutoencoderOptions& options)
    : conv_in(register_module("conv_in", Conv2d(Conv2dOptions{.in_channels = options.in_channels,
                                                              .out_channels = options.block_out_channels.front()}))),
      down_blocks(register_module("down_blocks", nn::List<VaeLevel<ResnetBlock>>())),
      mid_block(register_module("mid_block", VaeMiddle<ResnetBlock>())),
      conv_norm_out(register_module(
          "conv_norm_out", nn::GroupNorm(options.norm_num_groups, options.block_out_channels.back(), kVaeNormEps))),
      conv_out(register_module("conv_out", Conv2d(Conv2dOptions{.in_channels = options.block_out_channels.back(),
                                                                .out_channels = 2 * options.latent_channels}))) {
  std::int64_t width = options.block_out_channels.front();
  for (std::size_t level = 0; level < options.block_out_channels.size(); ++level) {
    VaeLevel<ResnetBlock> block;
    for (std::int64_t i = 0; i < options.layers_per_block; ++i) {
      block->resnets->add(make_resnet(options, width, options.block_out_channels[level]));
      width = options.block_out_channels[level];
    }
    if (level + 1 < options.block_out_channels.size()) {
      block->downsamplers = block->register_module("downsamplers", nn::List<nn::Downsample>());
      block->downsamplers->add(nn::Downsample(width, nn::DownsamplePadding::RightAndBottom));
    }
    down_blocks->add(block);
  }
  for (int i = 0; i < 2; ++i) mid_block->resnets->add(make_resnet(options, width, width));
  mid_block->attentions->add(nn::MapAttention(width, options.norm_num_groups, kVaeNormEps));
}

at::Tensor VaeEncoderImpl::forward(const at::Tensor& images) const {
  at::Tensor x = conv_in->forward(images);
  for (const VaeLevel<ResnetBlock>& level : down_blocks->items) x = level->forward(x);
  return conv_out->forward(at::silu(conv_norm_out->forward(mid_block->forward(x))));
}

AutoencoderKlImpl::AutoencoderKlImpl(const AutoencoderOptions& settings)
    : options(settings),
      encoder(register_module("encoder", VaeEncoder(settings))),
      decoder(register_module("decoder", std::make_shared<VaeDecoderImpl<ResnetBlock>>(
                                             settings, 2,
                                             [&](std::int64_t in_channels, std::int64_t out_channels) {
                                               return make_resnet(settings, in_channels, out_channels);
                                             }))),
      quant_conv(register_module("quant_conv", pointwise_conv(2 * settings.latent_channels))),
      post_quant_conv(register_module("post_quant_conv", pointwise_conv(settings.latent_channels))) {}

at::Tensor AutoencoderKlImpl::encode_moments(const at::Tensor& images) const {
  check_images(options, images);
  return quant_conv->forward(encoder->forward(images));
}

at::Tensor AutoencoderKlImpl::encode(const at::Tensor& images) const {
  return encode_moments(images).narrow(1, 0, options.latent_channels);
}

at::Tensor AutoencoderKlImpl::decode(const at::Tensor& latents) const {
  check_latents(options, latents);
  return decoder->forward(post_quant_conv->forward(latents));
}

nn::Conv2d pointwise_conv(std::int64_t channels) {
  return Conv2d(Conv2dOptions{.in_channels = channels, .out_channels = channels, .kernel = 1, .padding = 0});
}

void check_images(const AutoencoderOptions& options, const at::Tensor& images) {
  const std::int64_t factor = std::int64_t{1} << (options.block_out_channels.size() - 1);
  if (images.dim() != 4 || images.size(1) != options.in_channels || images.size(2) % factor != 0 ||
      images.size(3) % factor != 0) {
    throw Error(ErrorCode::Usage,
                fmt::format("The autoencoder encodes pictures [B, {}, H, W] with H and W divisible by {}.",
                            options.in_channels, factor));
  }
}

void check_latents(const AutoencoderOptions& options, const at::Tensor& latents) {
  if (latents.dim() != 4 || latents.size(1) != options.latent_channels) {
    throw Error(ErrorCode::Usage,
                fmt::format("The autoencoder decodes latents [B, {}, h, w].", options.latent_channels));
  }
}

const nn::NameRules& autoencoder_name_rules() {
  static const nn::NameRules rules = {.renamed = {{"attentions.0.query.", "attentions.0.to_q."},
                                                  {"attentions.0.key.", "attentions.0.to_k."},
                                                  {"attentions.0.value.", "attentions.0.to_v."},
                                                  {"attentions.0.proj_attn.", "attentions.0.to_out.0."}},
                                      .ignored = {}};
  return rules;
}

}  // namespace core::models
