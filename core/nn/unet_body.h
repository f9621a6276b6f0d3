// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <ATen/ops/cat.h>

#include <functional>

#include "core/nn/layers.h"
#include "core/nn/resnet_block.h"

/// The skeleton that the denoising networks share: levels of residual blocks and transformers downwards, a middle, and
/// the same upwards with what the way down has left. What a residual block and a transformer are is the network's
/// matter.
///
/// Source: Ronneberger, Fischer, Brox 2015, "U-Net"; reference/stage1-anchor-views.md 3.2.
namespace core::nn {

struct UnetShape {
  std::vector<std::int64_t> channels;    ///< of each level, finest first
  std::vector<bool> has_attention_down;  ///< of each level, finest first
  std::vector<bool> has_attention_up;    ///< in the order of the way up: coarsest first
  std::int64_t num_layers = 2;           ///< of a level downwards; one more upwards
};

enum class UnetPart { Down, Middle, Up };

/// Makes the parts of a level; `level` counts from the finest.
template <class Resnet, class Transformer>
struct UnetMakers {
  std::function<Resnet(std::int64_t in_channels, std::int64_t out_channels, UnetPart part, std::size_t level)> resnet;
  std::function<Transformer(std::int64_t channels, std::size_t level)> transformer;
};

/// One level on the way down or up, or the middle.
/// Resnet::forward(x, embedding) and Transformer::forward(x, context) keep the size of x.
template <class Resnet, class Transformer>
struct UnetBlockImpl : torch::nn::Module {
  List<Resnet> resnets = register_module("resnets", List<Resnet>());
  List<Transformer> attentions = nullptr;  ///< empty in a level without
  List<Downsample> downsamplers = nullptr;
  List<Upsample> upsamplers = nullptr;

  void add_transformer(Transformer transformer) {
    if (!attentions) attentions = register_module("attentions", List<Transformer>());
    attentions->add(std::move(transformer));
  }

  /// Leaves the result of every layer in `skips`.
  at::Tensor down(at::Tensor x, const at::Tensor& embedding, const at::Tensor& context,
                  std::vector<at::Tensor>& skips) const {
    for (std::size_t i = 0; i < resnets->size(); ++i) {
      skips.push_back(x = layer(i, x, embedding, context));
    }
    if (downsamplers) skips.push_back(x = (*downsamplers)[0]->forward(x));
    return x;
  }

  at::Tensor middle(const at::Tensor& x, const at::Tensor& embedding, const at::Tensor& context) const {
    return (*resnets)[1]->forward(layer(0, x, embedding, context), embedding);
  }

  /// Takes what the layers need from the end of `skips`.
  at::Tensor up(at::Tensor x, const at::Tensor& embedding, const at::Tensor& context,
                std::vector<at::Tensor>& skips) const {
    for (std::size_t i = 0; i < resnets->size(); ++i) {
      x = layer(i, at::cat({x, skips.back()}, 1), embedding, context);
      skips.pop_back();
    }
    return upsamplers ? (*upsamplers)[0]->forward(x) : x;
  }

 private:
  at::Tensor layer(std::size_t index, const at::Tensor& x, const at::Tensor& embedding,
                   const at::Tensor& context) const {
    const at::Tensor hidden = (*resnets)[index]->forward(x, embedding);
    return attentions ? (*attentions)[index]->forward(hidden, context) : hidden;
  }
};
template <class Resnet, class Transformer>
using UnetBlock = torch::nn::ModuleHolder<UnetBlockImpl<Resnet, Transformer>>;

/// The levels under the names of the checkpoints, for a network to inherit.
template <class Resnet, class Transformer>
struct UnetBodyImpl : torch::nn::Module {
  using Block = UnetBlock<Resnet, Transformer>;

  UnetBodyImpl(const UnetShape& shape, const UnetMakers<Resnet, Transformer>& makers);

  /// @param x          [rows, channels of the finest level, H, W]; H and W divisible by 2^(levels - 1)
  /// @param embedding  [rows, E]
  /// @param context    what the transformers attend to
  /// @return           the shape of x
  at::Tensor run_levels(const at::Tensor& x, const at::Tensor& embedding, const at::Tensor& context) const {
    std::vector<at::Tensor> skips = {x};
    at::Tensor hidden = x;
    for (const Block& block : down_blocks->items) hidden = block->down(hidden, embedding, context, skips);
    hidden = mid_block->middle(hidden, embedding, context);
    for (const Block& block : up_blocks->items) hidden = block->up(hidden, embedding, context, skips);
    return hidden;
  }

  List<Block> down_blocks = register_module("down_blocks", List<Block>());
  Block mid_block = register_module("mid_block", Block());
  List<Block> up_blocks = register_module("up_blocks", List<Block>());
};

template <class Resnet, class Transformer>
UnetBodyImpl<Resnet, Transformer>::UnetBodyImpl(const UnetShape& shape, const UnetMakers<Resnet, Transformer>& makers) {
  const std::vector<std::int64_t>& channels = shape.channels;
  const std::size_t num_levels = channels.size(), last = num_levels - 1;
  std::vector<std::int64_t> skip_channels = {channels[0]};

  std::int64_t width = channels[0];
  for (std::size_t level = 0; level < num_levels; ++level) {
    Block block;
    for (std::int64_t i = 0; i < shape.num_layers; ++i) {
      block->resnets->add(makers.resnet(width, channels[level], UnetPart::Down, level));
      if (shape.has_attention_down[level]) block->add_transformer(makers.transformer(channels[level], level));
      skip_channels.push_back(width = channels[level]);
    }
    if (level != last) {
      block->downsamplers = block->register_module("downsamplers", List<Downsample>());
      block->downsamplers->add(Downsample(width, DownsamplePadding::AllSides));
      skip_channels.push_back(width);
    }
    down_blocks->add(block);
  }

  mid_block->resnets->add(makers.resnet(width, width, UnetPart::Middle, last));
  mid_block->add_transformer(makers.transformer(width, last));
  mid_block->resnets->add(makers.resnet(width, width, UnetPart::Middle, last));

  for (std::size_t i = 0; i < num_levels; ++i) {
    const std::size_t level = last - i;
    Block block;
    for (std::int64_t j = 0; j <= shape.num_layers; ++j) {
      block->resnets->add(makers.resnet(width + skip_channels.back(), channels[level], UnetPart::Up, level));
      if (shape.has_attention_up[i]) block->add_transformer(makers.transformer(channels[level], level));
      skip_channels.pop_back();
      width = channels[level];
    }
    if (level != 0) {
      block->upsamplers = block->register_module("upsamplers", List<Upsample>());
      block->upsamplers->add(Upsample(width));
    }
    up_blocks->add(block);
  }
}

}  // namespace core::nn
