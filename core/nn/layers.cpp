// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/nn/layers.h"

#include <ATen/ops/conv2d.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/group_norm.h>
#include <ATen/ops/layer_norm.h>
#include <ATen/ops/linear.h>

#include <algorithm>

namespace core::nn {
namespace {

at::Tensor reserve(torch::nn::Module& module, const std::string& name, at::IntArrayRef shape) {
  return module.register_parameter(name, at::empty(shape, at::kFloat), /*requires_grad=*/false);
}

/// Whether LibTorch's products of float32 matrices are slow for what the processor can do: they are those of MKL, which
/// serves Intel's own with more than twice the speed. Its convolutions are oneDNN's, which asks what the processor has.
bool has_slow_products() {
#if defined(__x86_64__)
  return __builtin_cpu_is("intel") == 0;
#else
  return false;
#endif
}

/// From here on the detour costs less than it saves.
constexpr std::int64_t kMinConvolvedRows = 256;

}  // namespace

at::Tensor linear(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias) {
  static const bool convolves = has_slow_products();
  const std::int64_t num_rows = x.numel() / std::max<std::int64_t>(x.size(-1), 1);
  if (!convolves || !x.is_cpu() || x.scalar_type() != at::kFloat || num_rows < kMinConvolvedRows)
    return at::linear(x, weight, bias);
  // Rows as the pixels of a map whose channels lie together.
  const at::Tensor map = x.reshape({1, 1, num_rows, x.size(-1)}).permute({0, 3, 1, 2});
  std::vector<std::int64_t> shape = x.sizes().vec();
  shape.back() = weight.size(0);
  return at::conv2d(map, weight.unsqueeze(2).unsqueeze(3), bias).permute({0, 2, 3, 1}).reshape(shape);
}

LinearImpl::LinearImpl(std::int64_t in_channels, std::int64_t out_channels, bool has_bias) {
  weight = reserve(*this, "weight", {out_channels, in_channels});
  if (has_bias) bias = reserve(*this, "bias", {out_channels});
}

at::Tensor LinearImpl::forward(const at::Tensor& x) const { return linear(x, weight, bias); }

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
