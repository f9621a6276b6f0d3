// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/io/safetensors.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <set>

#include "core/base/error.h"
#include "core/io/json.h"

namespace core::io {
namespace {

namespace fs = std::filesystem;

static_assert(std::endian::native == std::endian::little, "elements are handed on as they lie in the file");

constexpr std::size_t kLengthBytes = 8;
constexpr JsonLimits kHeaderLimits{kMaxSafetensorsHeader, 4, 30 * kMaxTensors};
constexpr JsonLimits kIndexLimits{kMaxSafetensorsHeader, 4, 4 * kMaxTensors};
constexpr std::size_t kMaxShards = 1000;

std::uint64_t header_length(std::span<const std::uint8_t> bytes) {
  std::uint64_t length = 0;
  std::memcpy(&length, bytes.data(), kLengthBytes);
  return length;
}

/// Reads one file; every failure names it.
class Reader {
 public:
  Reader(const fs::path& path, std::span<const std::uint8_t> bytes) : path_(path), bytes_(bytes) {}

  void read(TensorFile::Parts& parts) {
    const JsonValue header = parse_json(header_text(), path_.string(), kHeaderLimits);
    const JsonValue::Object* entries = header.object();
    if (entries == nullptr) fail("its header is not a JSON object");
    if (entries->size() > kMaxTensors + 1) {
      throw Error(ErrorCode::LimitExceeded,
                  fmt::format("'{}' holds {} tensors; the limit is {}.", path_.string(), entries->size(), kMaxTensors));
    }
    for (const auto& [name, entry] : *entries) {
      if (name == "__metadata__") {
        take_metadata(entry, parts.metadata);
      } else {
        take_tensor(name, entry, parts.tensors);
      }
    }
    check_layout(parts.tensors);
    for (std::size_t i = 0; i < spans_.size(); ++i) {
      parts.tensors[i].bytes = data_.subspan(spans_[i].begin, spans_[i].end - spans_[i].begin);
    }
  }

 private:
  struct Span {
    std::uint64_t begin = 0, end = 0;
  };

  [[noreturn]] void fail(const std::string& why) const {
    throw Error(ErrorCode::BadFormat, fmt::format("'{}' cannot be read: {}.", path_.string(), why));
  }
  [[noreturn]] void fail_cut_off(std::uint64_t expected) const {
    fail(fmt::format("it is cut off: {} of {} bytes are there. Fetch it again", bytes_.size(), expected));
  }

  std::span<const std::uint8_t> header_text() {
    if (bytes_.size() < kLengthBytes) fail(fmt::format("it has only {} bytes", bytes_.size()));
    const std::uint64_t length = header_length(bytes_);
    if (length > kMaxSafetensorsHeader) {
      throw Error(ErrorCode::LimitExceeded, fmt::format("'{}' cannot be read: its header claims {} bytes; at most {} "
                                                        "are allowed.",
                                                        path_.string(), length, kMaxSafetensorsHeader));
    }
    if (bytes_.size() - kLengthBytes < length) fail_cut_off(kLengthBytes + length);
    data_ = bytes_.subspan(kLengthBytes + static_cast<std::size_t>(length));
    return bytes_.subspan(kLengthBytes, static_cast<std::size_t>(length));
  }

  void take_metadata(const JsonValue& entry, TensorFile::Metadata& metadata) const {
    const JsonValue::Object* fields = entry.object();
    if (fields == nullptr) fail("its '__metadata__' is not an object");
    for (const auto& [name, value] : *fields) {
      if (value.text() == nullptr) fail(fmt::format("its metadata '{}' is not a text", name));
      metadata.emplace(name, *value.text());
    }
  }

  void take_tensor(const std::string& name, const JsonValue& entry, std::vector<StoredTensor>& tensors) {
    const JsonValue *type = entry.find("dtype"), *shape = entry.find("shape"), *offsets = entry.find("data_offsets");
    if (type == nullptr || type->text() == nullptr || shape == nullptr || shape->array() == nullptr ||
        offsets == nullptr || offsets->array() == nullptr || entry.object()->size() != 3) {
      fail(fmt::format("its header does not give dtype, shape and data_offsets of tensor '{}'", name));
    }
    StoredTensor tensor;
    tensor.name = name;
    const std::optional<Dtype> dtype = dtype_from_name(*type->text());
    if (!dtype) {
      throw Error(ErrorCode::Unsupported,
                  fmt::format("'{}' cannot be read: its tensor '{}' is of the type '{}', which this program does not "
                              "know.",
                              path_.string(), name, *type->text()));
    }
    tensor.dtype = *dtype;
    take_shape(*shape->array(), tensor);
    spans_.push_back(span_of(*offsets->array(), tensor));
    tensors.push_back(std::move(tensor));
  }

  void take_shape(const JsonValue::Array& sizes, StoredTensor& tensor) const {
    if (sizes.size() > kMaxDimensions)
      fail(fmt::format("tensor '{}' has {} dimensions; the limit is {}", tensor.name, sizes.size(), kMaxDimensions));
    for (const JsonValue& size : sizes) {
      const std::optional<std::uint64_t> count = size.count();
      if (!count || *count > (std::uint64_t{1} << 62))
        fail(fmt::format("a size of tensor '{}' is not a whole number that is possible", tensor.name));
      tensor.shape.push_back(static_cast<std::int64_t>(*count));
    }
    if (!checked_num_elements(tensor.shape)) fail(fmt::format("the sizes of tensor '{}' overflow", tensor.name));
    tensor.strides = dense_strides(tensor.shape);
  }

  Span span_of(const JsonValue::Array& offsets, const StoredTensor& tensor) const {
    const std::optional<std::uint64_t> begin = offsets.size() == 2 ? offsets[0].count() : std::nullopt,
                                       end = offsets.size() == 2 ? offsets[1].count() : std::nullopt;
    if (!begin || !end || *begin > *end)
      fail(fmt::format("the data_offsets of tensor '{}' are not a beginning and an end", tensor.name));
    const std::uint64_t size = size_of(tensor.dtype);
    if (tensor.num_elements() != (*end - *begin) / size || (*end - *begin) % size != 0) {
      fail(fmt::format("tensor '{}' has {} bytes, but its type {} and shape [{}] need another number", tensor.name,
                       *end - *begin, dtype_name(tensor.dtype), fmt::join(tensor.shape, ", ")));
    }
    return {*begin, *end};
  }

  /// Together the tensors must cover the data once, without overlaps and holes.
  void check_layout(const std::vector<StoredTensor>& tensors) const {
    std::vector<std::size_t> order(tensors.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      return std::pair(spans_[a].begin, spans_[a].end) < std::pair(spans_[b].begin, spans_[b].end);
    });
    std::uint64_t covered = 0;
    for (const std::size_t i : order) {
      if (spans_[i].begin != covered) {
        fail(fmt::format("the bytes of tensor '{}' start at {} of the data, which {} byte {}", tensors[i].name,
                         spans_[i].begin, spans_[i].begin < covered ? "overlaps what ends at" : "leaves a hole after",
                         covered));
      }
      covered = spans_[i].end;
    }
    if (covered > data_.size()) fail_cut_off(bytes_.size() - data_.size() + covered);
    if (covered < data_.size())
      fail(fmt::format("{} bytes after its last tensor belong to none", data_.size() - covered));
  }

  const fs::path& path_;
  std::span<const std::uint8_t> bytes_;
  std::span<const std::uint8_t> data_;
  std::vector<Span> spans_;  ///< one a tensor
};

/// Names of the files of a set, each once.
std::set<std::string> shard_names(const fs::path& index_path, const JsonValue::Object& weight_map) {
  std::set<std::string> names;
  for (const auto& [tensor, file] : weight_map) {
    const std::string* name = file.text();
    // Only files beside the index: a list that was fetched must not reach elsewhere.
    if (name == nullptr || name->empty() || *name == "." || *name == ".." || fs::path(*name).filename() != *name ||
        name->ends_with(".index.json")) {
      throw Error(ErrorCode::BadFormat, fmt::format("'{}' cannot be read: the file of tensor '{}' is not the name of a "
                                                    "file beside it.",
                                                    index_path.string(), tensor));
    }
    names.insert(*name);
  }
  if (names.size() > kMaxShards) {
    throw Error(ErrorCode::LimitExceeded,
                fmt::format("'{}' names {} files; the limit is {}.", index_path.string(), names.size(), kMaxShards));
  }
  return names;
}

void check_all_there(const fs::path& index_path, const std::set<std::string>& names) {
  std::vector<std::string> missing;
  std::error_code ignored;
  for (const std::string& name : names) {
    if (!fs::exists(index_path.parent_path() / name, ignored)) missing.push_back(name);
  }
  if (missing.empty()) return;
  throw Error(ErrorCode::MissingWeights,
              fmt::format("'{}' needs {} files, of which {} are missing: {}. Fetch them into the same folder.",
                          index_path.string(), names.size(), missing.size(), fmt::join(missing, ", ")));
}

}  // namespace

bool is_safetensors(std::span<const std::uint8_t> bytes) {
  return bytes.size() > kLengthBytes && bytes[kLengthBytes] == '{';
}

TensorFile read_safetensors(const fs::path& path, std::shared_ptr<const MappedFile> file) {
  TensorFile::Parts parts{.path = path, .format = "safetensors"};
  Reader(path, file->bytes()).read(parts);
  parts.content = std::move(file);
  return TensorFile(std::move(parts));
}

TensorFile open_sharded_tensors(const fs::path& index_path) {
  const JsonValue index = read_json(index_path, kIndexLimits);
  const JsonValue* map = index.find("weight_map");
  if (map == nullptr || map->object() == nullptr) {
    throw Error(ErrorCode::BadFormat,
                fmt::format("'{}' cannot be read: it has no 'weight_map' of tensors.", index_path.string()));
  }
  const std::set<std::string> names = shard_names(index_path, *map->object());
  check_all_there(index_path, names);

  TensorFile::Parts parts{.path = index_path};
  auto contents = std::make_shared<std::vector<std::shared_ptr<const void>>>();
  std::set<std::string_view> known;
  for (const std::string& name : names) {
    const TensorFile shard = open_tensor_file(index_path.parent_path() / name);
    parts.tensors.insert(parts.tensors.end(), shard.tensors().begin(), shard.tensors().end());
    parts.notes.insert(parts.notes.end(), shard.notes().begin(), shard.notes().end());
    parts.metadata.insert(shard.metadata().begin(), shard.metadata().end());
    parts.format = fmt::format("{} in {} files", shard.format(), names.size());
    contents->push_back(shard.content());
  }
  for (const StoredTensor& tensor : parts.tensors) {
    if (!known.insert(tensor.name).second) {
      throw Error(ErrorCode::BadFormat, fmt::format("'{}' cannot be read: the tensor '{}' stands in two of its files.",
                                                    index_path.string(), tensor.name));
    }
  }
  for (const auto& [tensor, file] : *map->object()) {
    if (!known.contains(tensor)) {
      throw Error(ErrorCode::BadFormat, fmt::format("'{}' cannot be read: the tensor '{}' is not in '{}'.",
                                                    index_path.string(), tensor, *file.text()));
    }
  }
  parts.content = std::move(contents);
  return TensorFile(std::move(parts));
}

}  // namespace core::io
