// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/models/dpt_backbone.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/constant_pad_nd.h>
#include <ATen/ops/conv2d.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/gelu.h>
#include <ATen/ops/max_pool2d.h>
#include <ATen/ops/relu.h>
#include <ATen/ops/var_mean.h>

#include <algorithm>
#include <limits>

#include "core/nn/attention.h"

namespace core::models {
namespace {

constexpr std::int64_t kGroups = 32;
constexpr double kGroupEps = 1e-5;
constexpr double kStandardizeEps = 1e-8;
constexpr double kLayerEps = 1e-6;
constexpr std::int64_t kTokenChannels = 768;
constexpr std::int64_t kHeads = 12;
constexpr std::int64_t kVitBlocks = 12;
constexpr std::int64_t kTokens = 1 + 24 * 24;

struct Stage {
  std::int64_t num_blocks, out_channels, stride;
};
constexpr Stage kStages[] = {{3, 256, 1}, {4, 512, 2}, {9, 1024, 2}};
constexpr std::int64_t kStemChannels = 64;

nn::GroupNorm group_norm(std::int64_t channels) { return nn::GroupNorm(kGroups, channels, kGroupEps); }

}  // namespace

at::Tensor padded_same(const at::Tensor& x, std::int64_t kernel, std::int64_t stride, double value) {
  const auto total = [&](std::int64_t size) {
    return std::max<std::int64_t>(((size + stride - 1) / stride - 1) * stride + kernel - size, 0);
  };
  const std::int64_t rows = total(x.size(2)), columns = total(x.size(3));
  if (rows == 0 && columns == 0) return x;
  return at::constant_pad_nd(x, {columns / 2, columns - columns / 2, rows / 2, rows - rows / 2}, value);
}

StandardizedConvImpl::StandardizedConvImpl(std::int64_t in_channels, std::int64_t out_channels, std::int64_t size,
                                           std::int64_t step)
    : kernel(size),
      stride(step),
      weight(register_parameter("weight", at::empty({out_channels, in_channels, size, size}), false)) {}

at::Tensor StandardizedConvImpl::forward(const at::Tensor& x) const {
  const auto [variance, mean] =
      at::var_mean(weight, at::IntArrayRef{1, 2, 3}, /*correction=*/at::Scalar(0), /*keepdim=*/true);
  const at::Tensor filters = (weight - mean) * (variance + kStandardizeEps).rsqrt();
  return at::conv2d(padded_same(x, kernel, stride), filters, {}, stride);
}

BottleneckImpl::BottleneckImpl(std::int64_t in_channels, std::int64_t out_channels, std::int64_t stride)
    : conv1(register_module("conv1", StandardizedConv(in_channels, out_channels / 4, 1, 1))),
      norm1(register_module("norm1", group_norm(out_channels / 4))),
      conv2(register_module("conv2", StandardizedConv(out_channels / 4, out_channels / 4, 3, stride))),
      norm2(register_module("norm2", group_norm(out_channels / 4))),
      conv3(register_module("conv3", StandardizedConv(out_channels / 4, out_channels, 1, 1))),
      norm3(register_module("norm3", group_norm(out_channels))) {
  if (in_channels == out_channels) return;
  const auto downsample = nn::add_group(*this, "downsample");
  shortcut_conv = downsample->register_module("conv", StandardizedConv(in_channels, out_channels, 1, stride));
  shortcut_norm = downsample->register_module("norm", group_norm(out_channels));
}

at::Tensor BottleneckImpl::forward(const at::Tensor& x) const {
  at::Tensor hidden = at::relu(norm1->forward(conv1->forward(x)));
  hidden = at::relu(norm2->forward(conv2->forward(hidden)));
  hidden = norm3->forward(conv3->forward(hidden));
  return at::relu(hidden + (shortcut_conv ? shortcut_norm->forward(shortcut_conv->forward(x)) : x));
}

VitBlockImpl::VitBlockImpl(std::int64_t channels, std::int64_t heads)
    : num_heads(heads),
      norm1(register_module("norm1", nn::LayerNorm(channels, kLayerEps))),
      norm2(register_module("norm2", nn::LayerNorm(channels, kLayerEps))),
      qkv(channels, 3 * channels),
      proj(channels, channels),
      fc1(channels, 4 * channels),
      fc2(4 * channels, channels) {
  const auto attn = nn::add_group(*this, "attn");
  attn->register_module("qkv", qkv);
  attn->register_module("proj", proj);
  const auto mlp = nn::add_group(*this, "mlp");
  mlp->register_module("fc1", fc1);
  mlp->register_module("fc2", fc2);
}

at::Tensor VitBlockImpl::forward(const at::Tensor& x) const {
  const std::vector<at::Tensor> parts = qkv->forward(norm1->forward(x)).chunk(3, -1);
  const at::Tensor mixed = nn::attend(parts[0].contiguous(), parts[1].contiguous(), parts[2].contiguous(), num_heads);
  const at::Tensor attended = x + proj->forward(mixed);
  return attended + fc2->forward(at::gelu(fc1->forward(norm2->forward(attended))));
}

DptBackboneImpl::DptBackboneImpl()
    : cls_token(register_parameter("cls_token", at::empty({1, 1, kTokenChannels}), false)),
      pos_embed(register_parameter("pos_embed", at::empty({1, kTokens, kTokenChannels}), false)),
      stem_conv(3, kStemChannels, 7, 2),
      stem_norm(group_norm(kStemChannels)),
      proj(nn::Conv2dOptions{
          .in_channels = kStages[2].out_channels, .out_channels = kTokenChannels, .kernel = 1, .padding = 0}),
      blocks(register_module("blocks", nn::List<VitBlock>())) {
  const auto patch_embed = nn::add_group(*this, "patch_embed");
  const auto backbone = nn::add_group(*patch_embed, "backbone");
  const auto stem_group = nn::add_group(*backbone, "stem");
  stem_group->register_module("conv", stem_conv);
  stem_group->register_module("norm", stem_norm);
  const auto stage_group = nn::add_group(*backbone, "stages");
  std::int64_t channels = kStemChannels;
  for (const Stage& stage : kStages) {
    const auto group = nn::add_group(*stage_group, std::to_string(stages.size()));
    nn::List<Bottleneck> list = group->register_module("blocks", nn::List<Bottleneck>());
    for (std::int64_t i = 0; i < stage.num_blocks; ++i) {
      list->add(Bottleneck(channels, stage.out_channels, i == 0 ? stage.stride : 1));
      channels = stage.out_channels;
    }
    stages.push_back(list);
  }
  patch_embed->register_module("proj", proj);
  for (std::int64_t i = 0; i < kVitBlocks; ++i) blocks->add(VitBlock(kTokenChannels, kHeads));
}

at::Tensor DptBackboneImpl::stem(const at::Tensor& pictures) const {
  const at::Tensor hidden = at::relu(stem_norm->forward(stem_conv->forward(pictures)));
  return at::max_pool2d(padded_same(hidden, 3, 2, -std::numeric_limits<double>::infinity()), {3, 3}, {2, 2});
}

DptTaps DptBackboneImpl::forward(const at::Tensor& pictures) const {
  DptTaps taps;
  at::Tensor map = stem(pictures);
  for (std::size_t stage = 0; stage < stages.size(); ++stage) {
    for (const Bottleneck& block : stages[stage]->items) map = block->forward(map);
    if (stage == 0) taps.stage0 = map;
    if (stage == 1) taps.stage1 = map;
  }
  const at::Tensor patches = nn::tokens_from_map(proj->forward(map));
  at::Tensor tokens = at::cat({cls_token.expand({patches.size(0), 1, kTokenChannels}), patches}, 1) + pos_embed;
  for (std::size_t i = 0; i < blocks->size(); ++i) {
    tokens = (*blocks)[i]->forward(tokens);
    if (i == 8) taps.block8 = tokens;
  }
  taps.block11 = tokens;
  return taps;
}

}  // namespace core::models
