// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>

namespace core::io {

/// A regular file as memory, read only; pages are read when they are touched. The file must not be cut short while it
/// is mapped: replacing it by rename (as this program does) is harmless.
class MappedFile {
 public:
  /// @throws Error NotFound, Unsupported (not a regular file), OutOfMemory (no address space)
  static std::shared_ptr<const MappedFile> open(const std::filesystem::path& path);
  ~MappedFile();
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  std::span<const std::uint8_t> bytes() const { return bytes_; }

 private:
  explicit MappedFile(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}

  std::span<const std::uint8_t> bytes_;
};

}  // namespace core::io
