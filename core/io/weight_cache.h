// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>

#include "core/io/tensor_file.h"

/// Pickled checkpoints converted once into safetensors, so that later only the weights are mapped: a training
/// checkpoint is several times as large and its tensors lie scattered.
namespace core::io {

/// The user's folder for what can be made again: $XDG_CACHE_HOME or ~/.cache, then envision3d/weights.
/// @throws Error(NotFound) if neither variable nor home folder is known
std::filesystem::path weight_cache_folder();

/// Where a checkpoint's conversion lies: named by the file's path, size and time of change, so that a changed or moved
/// file is converted again. @throws Error(NotFound)
std::filesystem::path cached_weights_path(const std::filesystem::path& checkpoint,
                                          const std::filesystem::path& cache_folder);

/// Opens a weight file; a pickled checkpoint through its conversion, which is made if there is none. The conversion is
/// written whole or not at all. A cache that is damaged is made again; one that cannot be written (no folder, disk
/// full) is done without, which `notes()` of the result says.
/// @throws Error as open_tensor_file(path)
TensorFile open_cached_tensors(const std::filesystem::path& path, const std::filesystem::path& cache_folder);

}  // namespace core::io
