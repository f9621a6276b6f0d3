// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <torch/nn/module.h>

#include <string>

#include "core/io/tensor_file.h"
#include "core/nn/load_weights.h"

namespace support {

/// Puts those tensors of a file into a module whose names begin with `prefix`.
void load_module(torch::nn::Module& module, const core::io::TensorFile& file, const std::string& prefix);

/// Puts reproducible random weights into a network, about evenly spread in -0.05..0.05 (norms: near 1).
void fill_weights(torch::nn::Module& network, std::uint64_t seed = 1);

/// A file of tensors that are held in memory.
core::io::TensorFile file_of(const std::vector<std::pair<std::string, at::Tensor>>& tensors);

}  // namespace support
