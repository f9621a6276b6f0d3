// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/nn/resnet_block.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/constant_pad_nd.h>
#include <ATen/ops/silu.h>
#include <ATen/ops/upsample_nearest2d.h>

namespace core::nn {

ResnetBlockImpl::ResnetBlockImpl(const ResnetOptions& options)
    : norm1(register_module("norm1", GroupNorm(options.num_groups, options.in_channels, options.eps))),
      conv1(register_module(
          "conv1", Conv2d(Conv2dOptions{.in_channels = options.in_channels, .out_channels = options.out_channels}))),
      norm2(register_module("norm2", GroupNorm(options.num_groups, options.out_channels, options.eps))),
      conv2(register_module(
          "conv2", Conv2d(Conv2dOptions{.in_channels = options.out_channels, .out_channels = options.out_channels}))) {
  if (options.embedding_channels > 0) {
    time_emb_proj = register_module("time_emb_proj", Linear(options.embedding_channels, options.out_channels));
  }
  if (options.in_channels != options.out_channels) {
    conv_shortcut = register_module(
        "conv_shortcut",
        Conv2d(Conv2dOptions{
            .in_channels = options.in_channels, .out_channels = options.out_channels, .kernel = 1, .padding = 0}));
  }
}

at::Tensor ResnetBlockImpl::forward(const at::Tensor& x, const at::Tensor& embedding) const {
  at::Tensor hidden = conv1->forward(at::silu(norm1->forward(x)));
  if (time_emb_proj) hidden = hidden + time_emb_proj->forward(at::silu(embedding)).unsqueeze(2).unsqueeze(3);
  hidden = conv2->forward(at::silu(norm2->forward(hidden)));
  return (conv_shortcut ? conv_shortcut->forward(x) : x) + hidden;
}

DownsampleImpl::DownsampleImpl(std::int64_t channels, DownsamplePadding where)
    : padding(where),
      conv(register_module("conv", Conv2d(Conv2dOptions{.in_channels = channels,
                                                        .out_channels = channels,
                                                        .stride = 2,
                                                        .padding = where == DownsamplePadding::AllSides ? 1 : 0}))) {}

at::Tensor DownsampleImpl::forward(const at::Tensor& x) const {
  return conv->forward(padding == DownsamplePadding::AllSides ? x : at::constant_pad_nd(x, {0, 1, 0, 1}));
}

UpsampleImpl::UpsampleImpl(std::int64_t channels)
    : conv(register_module("conv", Conv2d(Conv2dOptions{.in_channels = channels, .out_channels = channels}))) {}

at::Tensor UpsampleImpl::forward(const at::Tensor& x) const {
  return conv->forward(at::upsample_nearest2d(x, {2 * x.size(2), 2 * x.size(3)}));
}

}  // namespace core::nn
