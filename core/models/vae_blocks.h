// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <ATen/ops/silu.h>

#include <functional>

#include "core/nn/attention.h"
#include "core/nn/resnet_block.h"

/// Parts that the autoencoders of both stages are made of. Their residual blocks take no embedding.
namespace core::models {

inline constexpr double kVaeNormEps = 1e-6;

struct AutoencoderOptions {
  std::int64_t in_channels = 3;
  std::int64_t out_channels = 3;
  std::int64_t latent_channels = 4;
  std::vector<std::int64_t> block_out_channels = {128, 256, 512, 512};  ///< finest level first
  std::int64_t layers_per_block = 2;                                    ///< in the encoder; one more in the decoder
  std::int64_t norm_num_groups = 32;
  double scaling_factor = 0.18215;  ///< of latents as the denoising network sees them; not applied by the autoencoder
};

/// One level: residual blocks, then half or twice the size unless it is the last.
template <class Resnet>
struct VaeLevelImpl : torch::nn::Module {
  at::Tensor forward(at::Tensor x) const {
    for (const Resnet& resnet : resnets->items) x = resnet->forward(x);
    if (downsamplers) x = (*downsamplers)[0]->forward(x);
    if (upsamplers) x = (*upsamplers)[0]->forward(x);
    return x;
  }

  nn::List<Resnet> resnets = register_module("resnets", nn::List<Resnet>());
  nn::List<nn::Downsample> downsamplers = nullptr;
  nn::List<nn::Upsample> upsamplers = nullptr;
};
template <class Resnet>
using VaeLevel = torch::nn::ModuleHolder<VaeLevelImpl<Resnet>>;

/// Residual block, attention over the map, residual block. Networks with another number of blocks hold the weights of
/// all but use at most these.
template <class Resnet>
struct VaeMiddleImpl : torch::nn::Module {
  at::Tensor forward(const at::Tensor& x) const {
    const at::Tensor hidden = (*resnets)[0]->forward(x);
    return resnets->size() == 1 ? hidden : (*resnets)[1]->forward((*attentions)[0]->forward(hidden));
  }

  nn::List<Resnet> resnets = register_module("resnets", nn::List<Resnet>());
  nn::List<nn::MapAttention> attentions = register_module("attentions", nn::List<nn::MapAttention>());
};
template <class Resnet>
using VaeMiddle = torch::nn::ModuleHolder<VaeMiddleImpl<Resnet>>;

/// Latents to pictures, with residual blocks of a kind that is the autoencoder's matter.
template <class Resnet>
struct VaeDecoderImpl : torch::nn::Module {
  using MakeResnet = std::function<Resnet(std::int64_t in_channels, std::int64_t out_channels)>;
  /// @param num_middle  residual blocks in the middle
  VaeDecoderImpl(const AutoencoderOptions& options, std::int64_t num_middle, const MakeResnet& make_resnet);

  /// @param latents  [B, latent_channels, H / 8, W / 8] (8 with four levels)
  /// @return         [B, out_channels, H, W], about -1..1
  at::Tensor forward(const at::Tensor& latents) const {
    at::Tensor x = mid_block->forward(conv_in->forward(latents));
    for (const VaeLevel<Resnet>& level : up_blocks->items) x = level->forward(x);
    return conv_out->forward(at::silu(conv_norm_out->forward(x)));
  }

  nn::Conv2d conv_in;
  VaeMiddle<Resnet> mid_block;
  nn::List<VaeLevel<Resnet>> up_blocks;
  nn::GroupNorm conv_norm_out;
  nn::Conv2d conv_out;
};

template <class Resnet>
VaeDecoderImpl<Resnet>::VaeDecoderImpl(const AutoencoderOptions& options, std::int64_t num_middle,
                                       const MakeResnet& make_resnet)
    : conv_in(
          register_module("conv_in", nn::Conv2d(nn::Conv2dOptions{.in_channels = options.latent_channels,
                                                                  .out_channels = options.block_out_channels.back()}))),
      mid_block(register_module("mid_block", VaeMiddle<Resnet>())),
      up_blocks(register_module("up_blocks", nn::List<VaeLevel<Resnet>>())),
      conv_norm_out(register_module(
          "conv_norm_out", nn::GroupNorm(options.norm_num_groups, options.block_out_channels.front(), kVaeNormEps))),
      conv_out(
          register_module("conv_out", nn::Conv2d(nn::Conv2dOptions{.in_channels = options.block_out_channels.front(),
                                                                   .out_channels = options.out_channels}))) {
  std::int64_t width = options.block_out_channels.back();
  for (std::int64_t i = 0; i < num_middle; ++i) mid_block->resnets->add(make_resnet(width, width));
  mid_block->attentions->add(nn::MapAttention(width, options.norm_num_groups, kVaeNormEps));
  for (std::size_t level = options.block_out_channels.size(); level-- > 0;) {
    VaeLevel<Resnet> block;
    for (std::int64_t i = 0; i <= options.layers_per_block; ++i) {
      block->resnets->add(make_resnet(width, options.block_out_channels[level]));
      width = options.block_out_channels[level];
    }
    if (level > 0) {
      block->upsamplers = block->register_module("upsamplers", nn::List<nn::Upsample>());
      block->upsamplers->add(nn::Upsample(width));
    }
    up_blocks->add(block);
  }
}

}  // namespace core::models
