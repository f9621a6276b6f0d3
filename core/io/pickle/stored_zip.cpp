// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/io/pickle/stored_zip.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "core/base/error.h"
#include "core/io/tensor_file.h"

namespace core::io {
namespace {

using ByteSpan = std::span<const std::uint8_t>;

constexpr std::uint32_t kLocalHeader = 0x04034b50, kDirectoryEntry = 0x02014b50, kDirectoryEnd = 0x06054b50,
                        kDirectoryEnd64 = 0x06064b50, kLocator64 = 0x07064b50;
constexpr std::size_t kLocalHeaderBytes = 30, kEntryBytes = 46, kEndBytes = 22, kEnd64Bytes = 56, kLocatorBytes = 20;
constexpr std::size_t kMaxComment = 0xffff;
constexpr std::uint16_t kZip64Extra = 1;
constexpr std::uint16_t kEncrypted = 1, kStored = 0;
/// A field of 32 bits with this value says: look into the zip64 extra field.
constexpr std::uint32_t kIn64 = 0xffffffff;
constexpr std::uint64_t kMaxEntries = 4 * kMaxTensors;

class Directory {
 public:
  Directory(ByteSpan archive, const std::string& name) : archive_(archive), name_(name) {}

  StoredZip read() {
    find();
    StoredZip zip;
    std::uint64_t at = offset_;
    for (std::uint64_t i = 0; i < count_; ++i) {
      const ByteSpan head = part(at, kEntryBytes);
      if (number<std::uint32_t>(head, 0) != kDirectoryEntry) fail("its directory is damaged");
      const auto name_size = number<std::uint16_t>(head, 28), extra_size = number<std::uint16_t>(head, 30),
                 comment_size = number<std::uint16_t>(head, 32);
      const ByteSpan text = part(at + kEntryBytes, name_size);
      const std::string entry_name(text.begin(), text.end());
      if ((number<std::uint16_t>(head, 8) & kEncrypted) != 0 || number<std::uint16_t>(head, 10) != kStored) {
        zip.packed.push_back(entry_name);
      } else {
        const ByteSpan bytes = entry(head, part(at + kEntryBytes + name_size, extra_size), entry_name);
        if (!zip.entries.emplace(entry_name, bytes).second)
          fail(fmt::format("its part '{}' stands there twice", entry_name));
      }
      at += kEntryBytes + std::uint64_t{name_size} + extra_size + comment_size;
    }
    return zip;
  }

 private:
  [[noreturn]] void fail(const std::string& why) const {
    throw Error(ErrorCode::BadFormat, fmt::format("'{}' cannot be read: {}.", name_, why));
  }

  ByteSpan part(std::uint64_t at, std::uint64_t size) const {
    if (at > archive_.size() || size > archive_.size() - at) fail("its directory points outside the file");
    return archive_.subspan(static_cast<std::size_t>(at), static_cast<std::size_t>(size));
  }
  template <class T>
  static T number(ByteSpan bytes, std::size_t at) {
    T value;
    std::memcpy(&value, bytes.data() + at, sizeof(T));
    return value;
  }

  /// Finds where the directory starts and how many entries it has, from the end of the archive.
  void find() {
    std::size_t end = archive_.size() < kEndBytes ? 0 : archive_.size() - kEndBytes + 1;
    const std::size_t first = end > kMaxComment + 1 ? end - kMaxComment - 1 : 0;
    while (end-- > first) {
      if (number<std::uint32_t>(archive_, end) == kDirectoryEnd) return take_end(end);
    }
    fail(fmt::format("it is cut off after {} bytes, or not a zip archive. Fetch it again", archive_.size()));
  }

  void take_end(std::size_t at) {
    const ByteSpan end = part(at, kEndBytes);
    count_ = number<std::uint16_t>(end, 10);
    offset_ = number<std::uint32_t>(end, 16);
    if (number<std::uint16_t>(end, 4) != number<std::uint16_t>(end, 6))
      throw Error(ErrorCode::Unsupported, fmt::format("'{}' cannot be read: it is one of several volumes.", name_));
    if (at >= kLocatorBytes && number<std::uint32_t>(archive_, at - kLocatorBytes) == kLocator64) {
      const ByteSpan end64 = part(number<std::uint64_t>(archive_, at - kLocatorBytes + 8), kEnd64Bytes);
      if (number<std::uint32_t>(end64, 0) != kDirectoryEnd64) fail("the end of its directory is damaged");
      count_ = number<std::uint64_t>(end64, 32);
      offset_ = number<std::uint64_t>(end64, 48);
    }
    if (count_ > kMaxEntries) {
      throw Error(ErrorCode::LimitExceeded,
                  fmt::format("'{}' has {} parts; the limit is {}.", name_, count_, kMaxEntries));
    }
  }

  /// The bytes of one entry of the directory.
  ByteSpan entry(ByteSpan head, ByteSpan extra, const std::string& entry_name) const {
    std::uint64_t packed = number<std::uint32_t>(head, 20), size = number<std::uint32_t>(head, 24),
                  offset = number<std::uint32_t>(head, 42);
    take_extra(extra, size, packed, offset, entry_name);
    if (packed != size) fail(fmt::format("the sizes of its part '{}' differ", entry_name));
    const ByteSpan local = part(offset, kLocalHeaderBytes);
    if (number<std::uint32_t>(local, 0) != kLocalHeader)
      fail(fmt::format("its part '{}' is not where it should be", entry_name));
    const std::uint64_t start =
        offset + kLocalHeaderBytes + number<std::uint16_t>(local, 26) + number<std::uint16_t>(local, 28);
    return part(start, size);
  }

  /// Takes from the zip64 field what the entry itself has no room for.
  void take_extra(ByteSpan extra, std::uint64_t& size, std::uint64_t& packed, std::uint64_t& offset,
                  const std::string& entry_name) const {
    while (extra.size() >= 4) {
      const auto kind = number<std::uint16_t>(extra, 0), length = number<std::uint16_t>(extra, 2);
      if (length > extra.size() - 4) return;
      if (kind != kZip64Extra) {
        extra = extra.subspan(4 + std::size_t{length});
        continue;
      }
      ByteSpan fields = extra.subspan(4, length);
      for (std::uint64_t* field : {&size, &packed, &offset}) {
        if (*field != kIn64) continue;
        if (fields.size() < 8) fail(fmt::format("the size of its part '{}' is missing", entry_name));
        *field = number<std::uint64_t>(fields, 0);
        fields = fields.subspan(8);
      }
      return;
    }
  }

  ByteSpan archive_;
  const std::string& name_;
  std::uint64_t offset_ = 0;
  std::uint64_t count_ = 0;
};

}  // namespace

bool is_zip(ByteSpan bytes) {
  return bytes.size() >= 4 && bytes[0] == 'P' && bytes[1] == 'K' && bytes[2] == 3 && bytes[3] == 4;
}

StoredZip read_stored_zip(ByteSpan archive, const std::string& name) { return Directory(archive, name).read(); }

}  // namespace core::io
