// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <ATen/core/Tensor.h>

#include <filesystem>

namespace core::cascade {

/// The noise that a file gives in place of a random start (--noise): its tensor `noise`.
/// @return  float32, of this shape
/// @throws Error as io::open_tensor_file(); BadFormat if the file has no such tensor or it has another shape
at::Tensor stored_noise(const std::filesystem::path& path, at::IntArrayRef shape);

}  // namespace core::cascade
