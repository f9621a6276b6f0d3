// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <functional>

#include "core/io/mapped_file.h"
#include "core/io/tensor_file.h"

/// Files of tensors in the safetensors format: eight bytes with the length of a JSON header, the header, then the
/// elements, row-major and little-endian, without holes.
///
/// Source: the format's description at github.com/huggingface/safetensors (README, "Format").
namespace core::io {

inline constexpr std::uint64_t kMaxSafetensorsHeader = 100'000'000;  ///< bytes; the reference's own limit

/// Whether the bytes start as a safetensors file does: a length, then a brace.
bool is_safetensors(std::span<const std::uint8_t> bytes);

/// @param path  stands for the file in messages
/// @throws Error BadFormat (cut off, header or offsets damaged, overlaps, holes; names the tensor), Unsupported (an
/// element type that is not known), LimitExceeded
TensorFile read_safetensors(const std::filesystem::path& path, std::shared_ptr<const MappedFile> file);

/// The tensors of a set of files (safetensors or checkpoints) that a Hugging Face index names:
/// {"weight_map": {TENSOR: FILE}}, the files lying beside the index.
/// @throws Error as open_tensor_file(); MissingWeights naming the files of the set that are not there
TensorFile open_sharded_tensors(const std::filesystem::path& index_path);

/// Gives the elements of `heads[index]`, dense and little-endian; asked once for each tensor, in the order of the file.
/// What it returns is used until the next call.
using ElementsOf = std::function<std::span<const std::uint8_t>(std::size_t index)>;

/// Writes a file whole or not at all, one tensor at a time, laid out as the reference implementation does: larger
/// element types first (order of Dtype), then by name.
/// @throws Error NotWritable, DiskFull; Usage (a name twice, or elements of another size than their head says)
void write_safetensors(const std::filesystem::path& path, std::span<const TensorHead> heads,
                       const TensorFile::Metadata& metadata, const ElementsOf& elements_of);
/// The same for tensors that are at hand, with any strides.
void write_safetensors(const std::filesystem::path& path, std::span<const StoredTensor> tensors,
                       const TensorFile::Metadata& metadata = {});

}  // namespace core::io
