// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <utility>

namespace core::io {

/// A file descriptor that closes itself.
class FileDescriptor {
 public:
  FileDescriptor() = default;
  explicit FileDescriptor(int value) : value_(value) {}
  ~FileDescriptor();
  FileDescriptor(FileDescriptor&& other) noexcept : value_(std::exchange(other.value_, -1)) {}
  FileDescriptor& operator=(FileDescriptor&& other) noexcept {
    std::swap(value_, other.value_);
    return *this;
  }

  bool is_open() const { return value_ >= 0; }
  int get() const { return value_; }

 private:
  int value_ = -1;
};

/// A regular file that is open for reading. Pipes, devices and folders are refused without waiting.
struct OpenFile {
  FileDescriptor descriptor;
  std::uint64_t size = 0;  ///< bytes
};
/// @throws Error NotFound, Unsupported (not a regular file)
OpenFile open_for_reading(const std::filesystem::path& path);

}  // namespace core::io
