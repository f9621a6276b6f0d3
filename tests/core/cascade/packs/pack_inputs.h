// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/io/tensor_file.h"

/// Packs for tests: real layouts, with weights that are there as headers only.
namespace core::cascade::testing {

/// A safetensors file of these tensors whose elements are a hole of the file system: any size, no disk.
void write_hollow_weights(const std::filesystem::path& path, const std::vector<io::TensorHead>& heads);
void write_text(const std::filesystem::path& path, std::string_view text);

/// The folder of reference data, if ENVISION3D_SHARED names one; otherwise empty.
std::filesystem::path golden_folder();
/// A list of names and sizes of a full-size network: "stage1_unet".
std::vector<io::TensorHead> full_size_heads(const std::string& list, io::Dtype dtype);
/// The full-size original, hollow: both stages and the normal network.
void make_full_size_pack(const std::filesystem::path& folder);
/// A copy of both tiny packs of the reference data in one folder.
void copy_tiny_pack(const std::filesystem::path& folder);

}  // namespace core::cascade::testing
