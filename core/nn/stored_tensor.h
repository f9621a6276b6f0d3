// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <ATen/core/Tensor.h>

#include <string_view>

#include "core/io/tensor_file.h"

namespace core::nn {

/// A tensor of a file, with the file's dtype. Where the elements lie aligned it uses the mapped bytes themselves and
/// keeps them alive: it must not be written to.
at::Tensor tensor_of(const io::TensorFile& file, const io::StoredTensor& stored);

/// The same by name.
/// @throws Error(BadFormat) if the file has no such tensor
at::Tensor tensor_of(const io::TensorFile& file, std::string_view name);

}  // namespace core::nn
