// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

#include "core/io/mapped_file.h"
#include "core/io/tensor_file.h"

/// Checkpoints that torch.save wrote (`.pth`, `.pt`, `.ckpt`, `.bin`): a pickle beside the elements of its tensors.
namespace core::io {

/// Whether the bytes start as a checkpoint does, of either layout.
bool is_torch_checkpoint(std::span<const std::uint8_t> bytes);

/// Reads the tensors of a checkpoint, either layout: a zip archive (since PyTorch 1.6) or pickles in a row, followed by
/// the storages. No code of the file is run (pickle_machine.h); names are those of pickled_tensors.h.
///
/// @param path  stands for the file in messages
/// @throws Error BadFormat, Unsupported (a program of TorchScript, big-endian or compressed data, a pickle of something
/// else), LimitExceeded, Empty (no tensors)
TensorFile read_torch_checkpoint(const std::filesystem::path& path, std::shared_ptr<const MappedFile> file);

}  // namespace core::io
