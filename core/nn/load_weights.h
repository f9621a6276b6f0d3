// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <c10/core/Device.h>
#include <c10/core/ScalarType.h>
#include <torch/nn/module.h>

#include <string>
#include <utility>
#include <vector>

#include "core/io/tensor_file.h"

namespace core::nn {

/// How the names in files may differ from those of a network.
struct NameRules {
  /// Part of a file's name and what stands in its place in the network; the first rule that fits a name is applied.
  std::vector<std::pair<std::string, std::string>> renamed;
  /// Endings of the names of tensors that a file may hold and the network does not use.
  std::vector<std::string> ignored;
};

struct WeightPlacement {
  at::ScalarType dtype = at::kFloat;
  at::Device device = at::kCPU;
};

/// Gives a weight its elements. Convolutions in less than float32 get the layout that processors multiply fastest
/// (channels last), which their results then have too.
/// @param elements  of the weight's shape
void place(const at::Tensor& weight, const at::Tensor& elements, const WeightPlacement& placement);

/// Puts the weights of a file into a network, by name. Strict: every weight of the network must be there with its
/// shape, and every tensor of the file must be used. A matrix stored as a 1x1 convolution counts as of its shape.
/// Elements are converted once; those that need no conversion stay mapped, so that the file must not be changed while
/// the network lives.
/// @throws Error(BadFormat) naming the file, the numbers of missing, left over and misshapen tensors and the first ten
/// of
///         them; the network is then unchanged. Error(OutOfMemory)
void load_weights(torch::nn::Module& network, const io::TensorFile& file, const NameRules& rules = {},
                  const WeightPlacement& placement = {});

}  // namespace core::nn
