// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/nn/layers.h"

#include <ATen/ops/conv2d.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/group_norm.h>
#include <ATen/ops/layer_norm.h>
#include <ATen/ops/linear.h>

namespace core::nn {
namespace {

at::Tensor reserve(torch::nn::Module& module, const std::string& name, at::IntArrayRef shape) {
  return module.register_parameter(name, at::empty(shape, at::kFloat), /*requires_grad=*/false);
}

}  // namespace

LinearImpl::LinearImpl(std::int64_t in_channels, std::int64_t out_channels, bool has_bias) {
  weight = reserve(*this, "weight", {out_channels, in_channels});
  if (has_bias) bias = reserve(*this, "bias", {out_channels});
}

at::Tensor LinearImpl::forward(const at::Tensor& x) const { return at::linear(x, weight, bias); }

Conv2dImpl::Conv2dImpl(const Conv2dOptions& conv) : options(conv) {
  weight = reserve(*this, "weight", {conv.out_channels, conv.in_channels, conv.kernel, conv.kernel});
  if (conv.has_bias) bias = reserve(*this, "bias", {conv.out_channels});
}

at::Tensor Conv2dImpl::forward(const at::Tensor& x) const {
  return at::conv2d(x, weight, bias, options.stride, options.padding);
}

GroupNormImpl::GroupNormImpl(std::int64_t groups, std::int64_t num_channels, double epsilon)
    : num_groups(groups), eps(epsilon) {
  weight = reserve(*this, "weight", {num_channels});
  bias = reserve(*this, "bias", {num_channels});
}

at::Tensor GroupNormImpl::forward(const at::Tensor& x) const {
  return at::group_norm(x, num_groups, weight, bias, eps);
}

LayerNormImpl::LayerNormImpl(std::int64_t num_channels, double epsilon) : eps(epsilon) {
  weight = reserve(*this, "weight", {num_channels});
  bias = reserve(*this, "bias", {num_channels});
}

at::Tensor LayerNormImpl::forward(const at::Tensor& x) const {
  return at::layer_norm(x, weight.sizes(), weight, bias, eps);
}

std::shared_ptr<torch::nn::Module> add_group(torch::nn::Module& parent, const std::string& name) {
  return parent.register_module(name, std::make_shared<torch::nn::Module>());
}

}  // namespace core::nn
