// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>

#include "core/io/file_descriptor.h"

namespace core::io {

/// A file that is written piece by piece beside its target and disappears unless it is renamed over it. A target that
/// is a link stays a link; what it points to is replaced.
/// Every function throws Error NotWritable (folder missing or read-only, target is a folder or device) or DiskFull.
class PartialFile {
 public:
  explicit PartialFile(const std::filesystem::path& target);
  ~PartialFile();
  PartialFile(PartialFile&& other) noexcept;
  PartialFile& operator=(PartialFile&&) = delete;

  void write(std::span<const std::uint8_t> bytes);
  /// Waits until the bytes are on the disk. Nothing may be written afterwards.
  void finish();
  /// After finish(): takes the target's place.
  void rename();

  /// Keeps what the target holds now, so that take_back() can restore it.
  void back_up();
  /// Undoes rename() as far as back_up() allows.
  void take_back();

 private:
  std::filesystem::path target_;
  std::filesystem::path path_;
  std::filesystem::path backup_;
  FileDescriptor file_;
  bool is_new_ = false;  ///< set by back_up(): there was no file of that name
};

}  // namespace core::io
