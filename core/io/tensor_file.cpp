// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/io/tensor_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "core/base/error.h"
#include "core/io/mapped_file.h"
#include "core/io/safetensors.h"

namespace core::io {
namespace {

struct DtypeRow {
  std::string_view name;
  std::size_t size;
};
// In the order of Dtype.
constexpr std::array<DtypeRow, 18> kDtypes = {{{"BOOL", 1},
                                               {"U8", 1},
                                               {"I8", 1},
                                               {"F8_E5M2", 1},
                                               {"F8_E4M3", 1},
                                               {"F8_E8M0", 1},
                                               {"F8_E4M3FNUZ", 1},
                                               {"F8_E5M2FNUZ", 1},
                                               {"I16", 2},
                                               {"U16", 2},
                                               {"F16", 2},
                                               {"BF16", 2},
                                               {"I32", 4},
                                               {"U32", 4},
                                               {"F32", 4},
                                               {"F64", 8},
                                               {"I64", 8},
                                               {"U64", 8}}};

const DtypeRow& row_of(Dtype dtype) { return kDtypes[static_cast<std::size_t>(dtype)]; }

/// Copies elements of a fixed size, so that the copy is a move of a register.
template <std::size_t Size>
class ElementCopy {
 public:
  ElementCopy(const StoredTensor& tensor, std::uint8_t* out) : tensor_(tensor), out_(out) {}

  void copy(std::size_t dimension, const std::uint8_t* from) {
    const std::int64_t step = tensor_.strides[dimension] * static_cast<std::int64_t>(Size);
    const bool is_last = dimension + 1 == tensor_.shape.size();
    for (std::int64_t i = 0; i < tensor_.shape[dimension]; ++i) {
      if (!is_last) {
        copy(dimension + 1, from + i * step);
        continue;
      }
      std::memcpy(out_, from + i * step, Size);
      out_ += Size;
    }
  }

 private:
  const StoredTensor& tensor_;
  std::uint8_t* out_;
};

}  // namespace

std::size_t size_of(Dtype dtype) { return row_of(dtype).size; }

std::string_view dtype_name(Dtype dtype) { return row_of(dtype).name; }

std::optional<Dtype> dtype_from_name(std::string_view name) {
  for (std::size_t i = 0; i < kDtypes.size(); ++i) {
    if (kDtypes[i].name == name) return static_cast<Dtype>(i);
  }
  return std::nullopt;
}

std::uint64_t TensorHead::num_elements() const {
  std::uint64_t count = 1;
  for (const std::int64_t size : shape) count *= static_cast<std::uint64_t>(size);
  return count;
}

bool StoredTensor::is_contiguous() const {
  if (num_elements() == 0) return true;
  std::int64_t dense = 1;
  for (std::size_t d = shape.size(); d-- > 0;) {
    if (shape[d] != 1 && strides[d] != dense) return false;
    dense *= shape[d];
  }
  return true;
}

bool StoredTensor::is_aligned() const { return reinterpret_cast<std::uintptr_t>(bytes.data()) % size_of(dtype) == 0; }

std::vector<std::int64_t> dense_strides(std::span<const std::int64_t> shape) {
  std::vector<std::int64_t> strides(shape.size());
  std::int64_t step = 1;
  for (std::size_t d = shape.size(); d-- > 0;) {
    strides[d] = step;
    step *= std::max<std::int64_t>(shape[d], 1);
  }
  return strides;
}

void copy_elements(const StoredTensor& tensor, std::span<std::uint8_t> elements) {
  if (elements.size() != tensor.num_bytes()) {
    throw Error(ErrorCode::Usage, fmt::format("The tensor '{}' has {} bytes; {} were offered.", tensor.name,
                                              tensor.num_bytes(), elements.size()));
  }
  if (elements.empty()) return;
  if (tensor.is_contiguous()) {
    std::memcpy(elements.data(), tensor.bytes.data(), elements.size());
    return;
  }
  switch (size_of(tensor.dtype)) {
    case 1:
      return ElementCopy<1>(tensor, elements.data()).copy(0, tensor.bytes.data());
    case 2:
      return ElementCopy<2>(tensor, elements.data()).copy(0, tensor.bytes.data());
    case 4:
      return ElementCopy<4>(tensor, elements.data()).copy(0, tensor.bytes.data());
    default:
      return ElementCopy<8>(tensor, elements.data()).copy(0, tensor.bytes.data());
  }
}

std::optional<std::uint64_t> checked_num_elements(std::span<const std::int64_t> shape) {
  constexpr std::uint64_t kMax = std::uint64_t{1} << 62;
  std::uint64_t count = 1;
  // A size of 0 further back must not hide sizes whose product overflows.
  for (const std::int64_t size : shape) {
    if (size < 0) return std::nullopt;
    const auto factor = std::max<std::uint64_t>(static_cast<std::uint64_t>(size), 1);
    if (count > kMax / factor) return std::nullopt;
    count *= factor;
  }
  return std::find(shape.begin(), shape.end(), 0) != shape.end() ? 0 : count;
}

TensorFile::TensorFile(Parts parts) : parts_(std::move(parts)) {
  std::sort(parts_.tensors.begin(), parts_.tensors.end(),
            [](const StoredTensor& a, const StoredTensor& b) { return a.name < b.name; });
}

const StoredTensor* TensorFile::find(std::string_view name) const {
  const auto found =
      std::lower_bound(parts_.tensors.begin(), parts_.tensors.end(), name,
                       [](const StoredTensor& tensor, std::string_view wanted) { return tensor.name < wanted; });
  return found != parts_.tensors.end() && found->name == name ? &*found : nullptr;
}

TensorFile open_tensor_file(const std::filesystem::path& path) {
  if (path.string().ends_with(".index.json")) return open_sharded_tensors(path);
  const std::shared_ptr<const MappedFile> file = MappedFile::open(path);
  if (is_safetensors(file->bytes())) return read_safetensors(path, file);
  throw Error(ErrorCode::Unsupported,
              fmt::format("'{}' is not a weight file that this program reads (safetensors).", path.string()));
}

}  // namespace core::io
