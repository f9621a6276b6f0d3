// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <vector>

namespace core::io {

/// Writes a file whole or not at all: beside the target, flushed to disk, renamed over it. Nothing is left after a
/// failure.
/// @throws Error NotWritable (folder missing or read-only, target is a folder or device), DiskFull
void write_file(const std::filesystem::path& path, std::span<const std::uint8_t> bytes);

/// The same for several files that belong together (OBJ, MTL, PNG): all are written beside their targets, then renamed.
struct NamedBytes {
  std::filesystem::path path;
  std::vector<std::uint8_t> bytes;
};
void write_files(std::span<const NamedBytes> files);

/// A regular file's bytes. Pipes, devices and folders are refused without waiting.
/// @throws Error NotFound, Unsupported (not a regular file), LimitExceeded (larger than max_bytes)
std::vector<std::uint8_t> read_file(const std::filesystem::path& path, std::uint64_t max_bytes);

}  // namespace core::io
