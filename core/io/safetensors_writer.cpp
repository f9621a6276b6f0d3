// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "core/base/error.h"
#include "core/io/json.h"
#include "core/io/partial_file.h"
#include "core/io/safetensors.h"

namespace core::io {
namespace {

/// The header's length is a multiple of this, so that the data is aligned for every element type.
constexpr std::size_t kAlignment = 8;

/// Order of the tensors in the file.
std::vector<std::size_t> file_order(std::span<const TensorHead> heads) {
  std::vector<std::size_t> order(heads.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return heads[a].dtype != heads[b].dtype ? heads[a].dtype > heads[b].dtype : heads[a].name < heads[b].name;
  });
  return order;
}

void check_names(std::span<const TensorHead> heads) {
  std::vector<std::string_view> names;
  for (const TensorHead& head : heads) {
    names.push_back(head.name);
    if (!checked_num_elements(head.shape)) {
      throw Error(ErrorCode::Usage, fmt::format("The tensor '{}' cannot be written: its shape [{}] is not possible.",
                                                head.name, fmt::join(head.shape, ", ")));
    }
  }
  std::sort(names.begin(), names.end());
  const auto twice = std::adjacent_find(names.begin(), names.end());
  if (twice != names.end())
    throw Error(ErrorCode::Usage, fmt::format("Two tensors of the name '{}' cannot be written into one file.", *twice));
}

std::string header_of(std::span<const TensorHead> heads, std::span<const std::size_t> order,
                      const TensorFile::Metadata& metadata) {
  std::string header = "{";
  if (!metadata.empty()) {
    header += R"("__metadata__":{)";
    for (const auto& [name, value] : metadata) header += fmt::format("{}:{},", json_quoted(name), json_quoted(value));
    header.back() = '}';
    header += ',';
  }
  std::uint64_t offset = 0;
  for (const std::size_t i : order) {
    const std::uint64_t end = offset + heads[i].num_bytes();
    header += fmt::format(R"({}:{{"dtype":"{}","shape":[{}],"data_offsets":[{},{}]}},)", json_quoted(heads[i].name),
                          dtype_name(heads[i].dtype), fmt::join(heads[i].shape, ","), offset, end);
    offset = end;
  }
  if (header.back() == ',') header.pop_back();
  header += '}';
  header.resize((header.size() + kAlignment - 1) / kAlignment * kAlignment, ' ');
  return header;
}

std::span<const std::uint8_t> bytes_of(const auto& value) {
  return {reinterpret_cast<const std::uint8_t*>(&value), sizeof(value)};
}

}  // namespace

void write_safetensors(const std::filesystem::path& path, std::span<const TensorHead> heads,
                       const TensorFile::Metadata& metadata, const ElementsOf& elements_of) {
  check_names(heads);
  const std::vector<std::size_t> order = file_order(heads);
  const std::string header = header_of(heads, order, metadata);
  PartialFile file(path);
  file.write(bytes_of(static_cast<std::uint64_t>(header.size())));
  file.write({reinterpret_cast<const std::uint8_t*>(header.data()), header.size()});
  for (const std::size_t i : order) {
    const std::span<const std::uint8_t> elements = elements_of(i);
    if (elements.size() != heads[i].num_bytes()) {
      throw Error(ErrorCode::Usage, fmt::format("The tensor '{}' cannot be written: it needs {} bytes, {} were given.",
                                                heads[i].name, heads[i].num_bytes(), elements.size()));
    }
    file.write(elements);
  }
  file.finish();
  file.rename();
}

void write_safetensors(const std::filesystem::path& path, std::span<const StoredTensor> tensors,
                       const TensorFile::Metadata& metadata) {
  const std::vector<TensorHead> heads(tensors.begin(), tensors.end());
  std::vector<std::uint8_t> dense;
  write_safetensors(path, heads, metadata, [&](std::size_t i) -> std::span<const std::uint8_t> {
    if (tensors[i].is_contiguous()) return tensors[i].bytes;
    dense.resize(static_cast<std::size_t>(tensors[i].num_bytes()));
    copy_elements(tensors[i], dense);
    return dense;
  });
}

}  // namespace core::io
