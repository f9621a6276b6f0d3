// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <ATen/core/Tensor.h>
#include <torch/nn/module.h>
#include <torch/nn/pimpl.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

/// The layers networks are made of. They hold weights under the names that checkpoints use and compute in the dtype of
/// their input. Unlike LibTorch's own they are born without content: their memory is reserved but never touched before
/// load_weights() puts the real weights in, so that building a network of gigabytes costs nothing.
namespace core::nn {

/// x W^T + b.
/// @param x       [..., in]
/// @param weight  [out, in]
/// @param bias    [out]; undefined for none
at::Tensor linear(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias);

struct LinearImpl : torch::nn::Module {
  LinearImpl(std::int64_t in_channels, std::int64_t out_channels, bool has_bias = true);
  /// @param x  [..., in_channels]
  at::Tensor forward(const at::Tensor& x) const;

  at::Tensor weight;  ///< [out, in]
  at::Tensor bias;    ///< [out]; undefined without
};
TORCH_MODULE(Linear);

struct Conv2dOptions {
  std::int64_t in_channels = 0;
  std::int64_t out_channels = 0;
  std::int64_t kernel = 3;
  std::int64_t stride = 1;
  std::int64_t padding = 1;  ///< zeros on each side
  bool has_bias = true;
};

struct Conv2dImpl : torch::nn::Module {
  explicit Conv2dImpl(const Conv2dOptions& options);
  /// @param x  [B, in, H, W]
  at::Tensor forward(const at::Tensor& x) const;

  Conv2dOptions options;
  at::Tensor weight;  ///< [out, in, kernel, kernel]
  at::Tensor bias;
};
TORCH_MODULE(Conv2d);

struct GroupNormImpl : torch::nn::Module {
  GroupNormImpl(std::int64_t num_groups, std::int64_t num_channels, double eps);
  /// @param x  [B, channels, ...]; the statistics of a group run over everything behind the channels
  at::Tensor forward(const at::Tensor& x) const;

  std::int64_t num_groups;
  double eps;
  at::Tensor weight, bias;
};
TORCH_MODULE(GroupNorm);

struct LayerNormImpl : torch::nn::Module {
  explicit LayerNormImpl(std::int64_t num_channels, double eps = 1e-5);
  /// @param x  [..., channels]
  at::Tensor forward(const at::Tensor& x) const;

  double eps;
  at::Tensor weight, bias;
};
TORCH_MODULE(LayerNorm);

/// A module without weights of its own, for a part of a name that only groups others.
std::shared_ptr<torch::nn::Module> add_group(torch::nn::Module& parent, const std::string& name);

/// Modules of one kind under the names "0", "1", ...
template <class Item>
struct ListImpl : torch::nn::Module {
  void add(Item item) { items.push_back(register_module(std::to_string(items.size()), std::move(item))); }
  const Item& operator[](std::size_t index) const { return items[index]; }
  std::size_t size() const { return items.size(); }
  bool is_empty() const { return items.empty(); }

  std::vector<Item> items;
};
template <class Item>
using List = torch::nn::ModuleHolder<ListImpl<Item>>;

}  // namespace core::nn
