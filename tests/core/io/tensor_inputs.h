// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <cstring>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/io/tensor_file.h"

/// Weight files made by hand, for the readers of them.
namespace core::io::testing {

using Bytes = std::vector<std::uint8_t>;

/// Little-endian bytes of numbers.
template <class T>
Bytes bytes_of(const std::vector<T>& values) {
  Bytes bytes(values.size() * sizeof(T));
  std::memcpy(bytes.data(), values.data(), bytes.size());
  return bytes;
}
Bytes bytes_of(std::string_view text);
void append(Bytes& bytes, const Bytes& more);

/// Puts a new file in the place of one that may still be mapped.
void replace_file(const std::filesystem::path& path, const Bytes& bytes);

/// A safetensors file: length, header, data.
Bytes safetensors_bytes(std::string_view header, const Bytes& data);

/// The elements of a tensor, dense.
template <class T>
std::vector<T> elements_of(const StoredTensor& tensor) {
  std::vector<T> values(static_cast<std::size_t>(tensor.num_elements()));
  copy_elements(tensor, {reinterpret_cast<std::uint8_t*>(values.data()), values.size() * sizeof(T)});
  return values;
}

/// Reads every byte of every tensor, and expects of each that it lies in the file's bounds.
std::uint64_t touch_all(const TensorFile& file);

/// The folder of reference tensors, if ENVISION3D_SHARED names one; otherwise empty.
std::filesystem::path golden_folder();
/// Files below a folder whose names end so, sorted.
std::vector<std::filesystem::path> files_below(const std::filesystem::path& folder, std::string_view ending);

}  // namespace core::io::testing
