// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/models/dpt_normal.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/gelu.h>
#include <ATen/ops/relu.h>
#include <ATen/ops/upsample_bilinear2d.h>
#include <fmt/format.h>

#include "core/base/error.h"
#include "core/nn/attention.h"

namespace core::models {
namespace {

constexpr std::int64_t kSide = 384;
constexpr std::int64_t kPatchesPerSide = 24;
constexpr std::int64_t kTokenChannels = 768;
constexpr std::int64_t kFeatures = 256;

nn::Conv2d conv(std::int64_t in_channels, std::int64_t out_channels, std::int64_t kernel = 3) {
  return nn::Conv2d(nn::Conv2dOptions{
      .in_channels = in_channels, .out_channels = out_channels, .kernel = kernel, .padding = kernel / 2});
}

at::Tensor doubled(const at::Tensor& x) {
  return at::upsample_bilinear2d(x, {2 * x.size(2), 2 * x.size(3)}, /*align_corners=*/true);
}

/// Tokens with the class token worked into each, as a map.
at::Tensor reassembled(const nn::Linear& readout, const at::Tensor& tokens) {
  const at::Tensor patches = tokens.narrow(1, 1, tokens.size(1) - 1);
  const at::Tensor class_token = tokens.narrow(1, 0, 1).expand_as(patches);
  return nn::map_from_tokens(at::gelu(readout->forward(at::cat({patches, class_token}, 2))), kPatchesPerSide,
                             kPatchesPerSide);
}

}  // namespace

ResidualConvUnitImpl::ResidualConvUnitImpl(std::int64_t channels)
    : conv1(register_module("conv1", conv(channels, channels))),
      conv2(register_module("conv2", conv(channels, channels))) {}

at::Tensor ResidualConvUnitImpl::forward(const at::Tensor& x) const {
  return x + conv2->forward(at::relu(conv1->forward(at::relu(x))));
}

FeatureFusionImpl::FeatureFusionImpl(std::int64_t channels)
    : out_conv(register_module("out_conv", conv(channels, channels, 1))),
      resConfUnit1(register_module("resConfUnit1", ResidualConvUnit(channels))),
      resConfUnit2(register_module("resConfUnit2", ResidualConvUnit(channels))) {}

at::Tensor FeatureFusionImpl::forward(const at::Tensor& x, const at::Tensor& skip) const {
  const at::Tensor sum = skip.defined() ? x + resConfUnit1->forward(skip) : x;
  return out_conv->forward(doubled(resConfUnit2->forward(sum)));
}

DptNormalImpl::DptNormalImpl()
    : readout3(2 * kTokenChannels, kTokenChannels),
      readout4(2 * kTokenChannels, kTokenChannels),
      resized3(conv(kTokenChannels, kTokenChannels, 1)),
      resized4(conv(kTokenChannels, kTokenChannels, 1)),
      coarsened(nn::Conv2dOptions{.in_channels = kTokenChannels, .out_channels = kTokenChannels, .stride = 2}),
      head0(conv(kFeatures, kFeatures / 2)),
      head2(conv(kFeatures / 2, 32)),
      head4(conv(32, 3, 1)) {
  const auto pretrained = nn::add_group(*this, "pretrained");
  pretrained->register_module("model", model);
  const auto third = nn::add_group(*pretrained, "act_postprocess3"),
             fourth = nn::add_group(*pretrained, "act_postprocess4");
  nn::add_group(*nn::add_group(*third, "0"), "project")->register_module("0", readout3);
  nn::add_group(*nn::add_group(*fourth, "0"), "project")->register_module("0", readout4);
  third->register_module("3", resized3);
  fourth->register_module("3", resized4);
  fourth->register_module("4", coarsened);

  const auto scratch = nn::add_group(*this, "scratch");
  int number = 0;
  for (const std::int64_t channels : {std::int64_t{256}, std::int64_t{512}, kTokenChannels, kTokenChannels}) {
    ++number;
    layers.push_back(scratch->register_module(
        fmt::format("layer{}_rn", number),
        nn::Conv2d(nn::Conv2dOptions{.in_channels = channels, .out_channels = kFeatures, .has_bias = false})));
    refinenets.push_back(scratch->register_module(fmt::format("refinenet{}", number), FeatureFusion(kFeatures)));
  }
  const auto output_conv = nn::add_group(*scratch, "output_conv");
  output_conv->register_module("0", head0);
  output_conv->register_module("2", head2);
  output_conv->register_module("4", head4);
}

at::Tensor DptNormalImpl::forward(const at::Tensor& pictures) const {
  if (pictures.dim() != 4 || pictures.size(1) != 3 || pictures.size(2) != kSide || pictures.size(3) != kSide) {
    throw Error(ErrorCode::Usage, fmt::format("The normal network takes pictures [B, 3, {}, {}].", kSide, kSide));
  }
  return from_taps(model->forward(pictures));
}

at::Tensor DptNormalImpl::from_taps(const DptTaps& taps) const {
  const at::Tensor maps[] = {taps.stage0, taps.stage1, resized3->forward(reassembled(readout3, taps.block8)),
                             coarsened->forward(resized4->forward(reassembled(readout4, taps.block11)))};
  at::Tensor x = refinenets[3]->forward(layers[3]->forward(maps[3]), {});
  for (int level = 2; level >= 0; --level) x = refinenets[level]->forward(x, layers[level]->forward(maps[level]));
  return at::relu(head4->forward(at::relu(head2->forward(doubled(head0->forward(x))))));
}

const nn::NameRules& dpt_normal_name_rules() {
  static const nn::NameRules rules = {.renamed = {{"model.pretrained.", "pretrained."}, {"model.scratch.", "scratch."}},
                                      .ignored = {"pretrained.model.norm.weight", "pretrained.model.norm.bias",
                                                  "pretrained.model.head.weight", "pretrained.model.head.bias"}};
  return rules;
}

}  // namespace core::models
