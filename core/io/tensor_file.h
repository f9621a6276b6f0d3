// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Files of named tensors, whatever their format: names, element types, shapes and the bytes as they lie in the file.
/// Nothing here computes with tensors or knows LibTorch.
namespace core::io {

/// Element type, in the order in which safetensors files are laid out (the last comes first).
enum class Dtype {
  Bool,
  U8,
  I8,
  F8E5M2,
  F8E4M3,
  F8E8M0,
  F8E4M3Fnuz,
  F8E5M2Fnuz,
  I16,
  U16,
  F16,
  BF16,
  I32,
  U32,
  F32,
  F64,
  I64,
  U64
};
/// Bytes of one element.
std::size_t size_of(Dtype dtype);
/// "BF16": the name that safetensors gives the type.
std::string_view dtype_name(Dtype dtype);
std::optional<Dtype> dtype_from_name(std::string_view name);

inline constexpr std::size_t kMaxTensors = 100'000;  ///< in one file
inline constexpr std::size_t kMaxDimensions = 16;

/// What a tensor is without its content.
struct TensorHead {
  std::string name;
  Dtype dtype = Dtype::F32;
  std::vector<std::int64_t> shape;  ///< sizes, outermost first; empty for a single number

  std::uint64_t num_elements() const;
  /// Bytes that the elements take when they lie densely.
  std::uint64_t num_bytes() const { return num_elements() * size_of(dtype); }
};

/// A tensor of a file. `bytes` lives as long as the file's content (TensorFile::content()).
struct StoredTensor : TensorHead {
  std::vector<std::int64_t> strides;  ///< in elements, not negative; as many as sizes
  /// From the first element to the end of the last one that shape and strides reach, little-endian. Where it starts is
  /// not aligned: an element is copied (memcpy), not cast, unless is_aligned().
  std::span<const std::uint8_t> bytes;

  /// The elements lie densely, the last index varying fastest: `bytes` is the whole tensor in order.
  bool is_contiguous() const;
  /// `bytes` starts at a multiple of the element's size.
  bool is_aligned() const;
};

/// Strides of a dense tensor, the last index varying fastest.
std::vector<std::int64_t> dense_strides(std::span<const std::int64_t> shape);

/// Copies the elements in order, the last index varying fastest, whatever the strides are.
/// @param elements  num_bytes() bytes
void copy_elements(const StoredTensor& tensor, std::span<std::uint8_t> elements);

/// Number of elements. @return none if a size is negative or the number exceeds 2^62
std::optional<std::uint64_t> checked_num_elements(std::span<const std::int64_t> shape);

/// The tensors of a file, or of several that belong together. Copies share the content.
class TensorFile {
 public:
  using Metadata = std::map<std::string, std::string, std::less<>>;
  struct Parts {
    std::filesystem::path path;
    std::string format;                 ///< "safetensors", "PyTorch checkpoint (zip)" ...
    std::vector<StoredTensor> tensors;  ///< in any order; no name twice
    Metadata metadata;
    std::vector<std::string> notes;
    std::shared_ptr<const void> content;
  };
  explicit TensorFile(Parts parts);

  const std::filesystem::path& path() const { return parts_.path; }
  const std::string& format() const { return parts_.format; }
  /// Sorted by name.
  const std::vector<StoredTensor>& tensors() const { return parts_.tensors; }
  /// Null if there is no tensor of that name.
  const StoredTensor* find(std::string_view name) const;
  const Metadata& metadata() const { return parts_.metadata; }
  /// Sentences about what the file holds besides its tensors and was left out.
  const std::vector<std::string>& notes() const { return parts_.notes; }
  /// Owns what every `bytes` points to; hold it where a tensor outlives the file.
  const std::shared_ptr<const void>& content() const { return parts_.content; }

 private:
  Parts parts_;
};

/// Opens a weight file, recognised by content: safetensors, or the list of a set of files (`*.index.json`). Only
/// headers are read; the elements are mapped.
/// @throws Error NotFound, BadFormat (damaged or cut off, says where), Unsupported (not a weight file), LimitExceeded
TensorFile open_tensor_file(const std::filesystem::path& path);

}  // namespace core::io
