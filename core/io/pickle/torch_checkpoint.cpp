// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/io/pickle/torch_checkpoint.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <map>

#include "core/base/error.h"
#include "core/io/pickle/pickle_machine.h"
#include "core/io/pickle/pickled_tensors.h"
#include "core/io/pickle/stored_zip.h"

namespace core::io {
namespace {

using ByteSpan = std::span<const std::uint8_t>;
using StorageMap = std::map<std::string, ByteSpan, std::less<>>;

/// The first pickle of the older layout: protocol 2, the number 0x1950a86a20f9469cfc6c.
constexpr std::array<std::uint8_t, 14> kLegacyStart = {0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c,
                                                       0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19};
constexpr std::int64_t kLegacyProtocol = 1001;

bool is_legacy(ByteSpan bytes) {
  return bytes.size() > kLegacyStart.size() && std::equal(kLegacyStart.begin(), kLegacyStart.end(), bytes.begin());
}

[[noreturn]] void fail(const std::string& name, const std::string& why, ErrorCode code = ErrorCode::BadFormat) {
  throw Error(code, fmt::format("'{}' cannot be read: {}.", name, why));
}

/// The part of a storage that its tensors use.
ByteSpan storage_bytes(const StorageMap& storages, const PickledStorage& storage, const std::string& name) {
  const auto found = storages.find(storage.key);
  if (found == storages.end()) fail(name, fmt::format("the storage '{}' is missing", storage.key));
  const std::uint64_t size = storage.dtype ? size_of(*storage.dtype) : 1;
  if (found->second.size() % size != 0 || found->second.size() / size != storage.num_elements) {
    fail(name, fmt::format("the storage '{}' has {} bytes, but should have {} elements of {}", storage.key,
                           found->second.size(), storage.num_elements, size));
  }
  if (storage.first_element > storage.num_elements)
    fail(name, fmt::format("a part of the storage '{}' lies outside it", storage.key));
  return found->second.subspan(static_cast<std::size_t>(storage.first_element * size));
}

PickledTensors tensors_in(const Pickle& pickle, const StorageMap& storages, const std::string& name) {
  return tensors_of(
      pickle, [&](const PickledStorage& storage) { return storage_bytes(storages, storage, name); }, name);
}

PickledTensors read_zip(ByteSpan bytes, const std::string& name) {
  const StoredZip zip = read_stored_zip(bytes, name);
  const StorageMap& entries = zip.entries;
  // All parts lie in one folder, named like the file when it was saved.
  constexpr std::string_view kPickle = "data.pkl";
  const auto is_pickle = [&](const auto& entry) {
    return entry.first.ends_with(kPickle) &&
           (entry.first.size() == kPickle.size() || entry.first[entry.first.size() - kPickle.size() - 1] == '/');
  };
  const auto found = std::find_if(entries.begin(), entries.end(), is_pickle);
  const std::string folder =
      found != entries.end() ? found->first.substr(0, found->first.size() - kPickle.size()) : std::string();
  // A program's code is compressed, so this comes first.
  if (entries.contains(folder + "constants.pkl"))
    fail(name, "it is a program for TorchScript. Save its state_dict() instead", ErrorCode::Unsupported);
  if (!zip.packed.empty()) {
    fail(name, fmt::format("its part '{}' is compressed, which PyTorch does not do. Save it again", zip.packed.front()),
         ErrorCode::Unsupported);
  }
  if (found == entries.end())
    fail(name, "it is a zip archive, but not of PyTorch (no data.pkl)", ErrorCode::Unsupported);
  const auto order = entries.find(folder + "byteorder");
  if (order != entries.end() && std::string(order->second.begin(), order->second.end()) != "little")
    fail(name, "its numbers are big-endian. Save it again on a little-endian machine", ErrorCode::Unsupported);

  StorageMap storages;
  const std::string data_folder = folder + "data/";
  for (auto entry = entries.lower_bound(data_folder); entry != entries.end() && entry->first.starts_with(data_folder);
       ++entry)
    storages.emplace(entry->first.substr(data_folder.size()), entry->second);
  return tensors_in(read_pickle(found->second, name), storages, name);
}

/// The value that a dict of plain texts holds under a name; null if there is none.
const PickleValue* entry_of(const Pickle& pickle, std::string_view key) {
  const std::vector<PickleRef>& entries = pickle.root_value().entries;
  for (std::size_t i = 0; i + 1 < entries.size(); i += 2) {
    if (pickle.at(entries[i]).text == key) return &pickle.at(entries[i + 1]);
  }
  return nullptr;
}

/// Reads the older layout: magic number, protocol, machine, content, keys of the storages, storages.
class LegacyReader {
 public:
  LegacyReader(ByteSpan bytes, const std::string& name) : left_(bytes), name_(name) {}

  PickledTensors read() {
    next_pickle();  // the magic number, which is_legacy() has compared
    const Pickle protocol = next_pickle();
    if (protocol.root_value().kind != PickleKind::Int || protocol.root_value().integer != kLegacyProtocol)
      fail(name_, "it is of a protocol that is not known", ErrorCode::Unsupported);
    const Pickle machine = next_pickle();
    const PickleValue* is_little = entry_of(machine, "little_endian");
    if (is_little != nullptr && is_little->kind == PickleKind::Bool && is_little->integer == 0)
      fail(name_, "its numbers are big-endian. Save it again on a little-endian machine", ErrorCode::Unsupported);
    const Pickle content = next_pickle();
    const Pickle keys = next_pickle();
    take_storages(content, keys);
    return tensors_in(content, storages_, name_);
  }

 private:
  Pickle next_pickle() {
    Pickle pickle = read_pickle(left_, name_);
    left_ = left_.subspan(pickle.num_bytes);
    return pickle;
  }

  /// Each storage is its number of elements, then the elements; how large they are, the content tells.
  void take_storages(const Pickle& content, const Pickle& keys) {
    std::map<std::string_view, std::uint64_t> element_sizes;
    for (const PickleValue& value : content.values) {
      if (value.kind != PickleKind::Persistent || !names_storage(content, value)) continue;
      const PickledStorage storage = storage_of(content, value, name_);
      element_sizes.emplace(storage.key, storage.dtype ? size_of(*storage.dtype) : 1);
    }
    if (keys.root_value().kind != PickleKind::List) fail(name_, "the list of its storages is missing");
    for (const PickleRef ref : keys.root_value().items) {
      const std::string_view key = keys.at(ref).text;
      const auto element = element_sizes.find(key);
      if (element == element_sizes.end()) fail(name_, fmt::format("its storage '{}' belongs to no tensor", key));
      if (!storages_.emplace(key, next_storage(key, element->second)).second)
        fail(name_, fmt::format("its storage '{}' stands there twice", key));
    }
  }

  ByteSpan next_storage(std::string_view key, std::uint64_t element_size) {
    std::uint64_t count = 0;
    if (left_.size() < sizeof(count))
      fail(name_, fmt::format("it is cut off before the storage '{}'. Fetch it again", key));
    std::memcpy(&count, left_.data(), sizeof(count));
    left_ = left_.subspan(sizeof(count));
    if (count > left_.size() / element_size) {
      fail(name_,
           fmt::format(
               "it is cut off: the storage '{}' needs {} elements of {} bytes, {} bytes are left. Fetch it again", key,
               count, element_size, left_.size()));
    }
    const ByteSpan bytes = left_.first(static_cast<std::size_t>(count * element_size));
    left_ = left_.subspan(bytes.size());
    return bytes;
  }

  ByteSpan left_;
  const std::string& name_;
  StorageMap storages_;
};

}  // namespace

bool is_torch_checkpoint(ByteSpan bytes) { return is_zip(bytes) || is_legacy(bytes); }

TensorFile read_torch_checkpoint(const std::filesystem::path& path, std::shared_ptr<const MappedFile> file) {
  const bool is_archive = is_zip(file->bytes());
  PickledTensors read =
      is_archive ? read_zip(file->bytes(), path.string()) : LegacyReader(file->bytes(), path.string()).read();
  TensorFile::Parts parts{.path = path,
                          .format = is_archive ? "PyTorch checkpoint" : "PyTorch checkpoint (before 1.6)"};
  parts.tensors = std::move(read.tensors);
  parts.notes = std::move(read.notes);
  parts.content = std::move(file);
  return TensorFile(std::move(parts));
}

}  // namespace core::io
