// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "tests/core/io/tensor_inputs.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

#include "tests/core/io/mesh_formats/mesh_inputs.h"

namespace core::io::testing {

namespace fs = std::filesystem;

Bytes bytes_of(std::string_view text) { return {text.begin(), text.end()}; }

void append(Bytes& bytes, const Bytes& more) { bytes.insert(bytes.end(), more.begin(), more.end()); }

void replace_file(const fs::path& path, const Bytes& bytes) {
  fs::remove(path);
  write_text(path, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

Bytes safetensors_bytes(std::string_view header, const Bytes& data) {
  Bytes bytes = bytes_of(std::vector<std::uint64_t>{header.size()});
  append(bytes, bytes_of(header));
  append(bytes, data);
  return bytes;
}

std::uint64_t touch_all(const TensorFile& file) {
  std::uint64_t sum = 0;
  Bytes dense;
  for (const StoredTensor& tensor : file.tensors()) {
    EXPECT_EQ(tensor.shape.size(), tensor.strides.size());
    for (const std::uint8_t byte : tensor.bytes) sum += byte;
    if (tensor.num_bytes() > (1 << 20)) continue;
    dense.resize(static_cast<std::size_t>(tensor.num_bytes()));
    copy_elements(tensor, dense);
    for (const std::uint8_t byte : dense) sum += byte;
  }
  return sum;
}

fs::path golden_folder() {
  const char* shared = std::getenv("ENVISION3D_SHARED");
  return shared != nullptr ? fs::path(shared) / "golden" : fs::path();
}

std::vector<fs::path> files_below(const fs::path& folder, std::string_view ending) {
  std::vector<fs::path> paths;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file() && entry.path().string().ends_with(ending)) paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

}  // namespace core::io::testing
