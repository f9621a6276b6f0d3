// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/io/atomic_file.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "core/base/error.h"
#include "core/io/file_descriptor.h"
#include "core/io/partial_file.h"

namespace core::io {
namespace {

namespace fs = std::filesystem;

/// The bytes on the disk beside their target, to be renamed.
PartialFile written_beside(const fs::path& target, std::span<const std::uint8_t> bytes) {
  PartialFile file(target);
  file.write(bytes);
  file.finish();
  return file;
}

}  // namespace

void write_file(const fs::path& path, std::span<const std::uint8_t> bytes) { written_beside(path, bytes).rename(); }

void write_files(std::span<const NamedBytes> files) {
  std::vector<PartialFile> partial;
  partial.reserve(files.size());
  for (const NamedBytes& file : files) partial.push_back(written_beside(file.path, file.bytes));
  for (PartialFile& file : partial) file.back_up();
  std::size_t num_renamed = 0;
  try {
    for (PartialFile& file : partial) {
      file.rename();
      ++num_renamed;
    }
  } catch (...) {
    for (std::size_t i = 0; i < num_renamed; ++i) partial[i].take_back();
    throw;
  }
}

std::vector<std::uint8_t> read_file(const fs::path& path, std::uint64_t max_bytes) {
  const OpenFile file = open_for_reading(path);
  if (file.size > max_bytes) {
    throw Error(ErrorCode::LimitExceeded,
                fmt::format("'{}' has {} bytes; the limit is {}.", path.string(), file.size, max_bytes));
  }
  std::vector<std::uint8_t> bytes(static_cast<std::size_t>(file.size));
  std::size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t count = ::read(file.descriptor.get(), bytes.data() + done, bytes.size() - done);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0)
      throw Error(ErrorCode::NotFound, fmt::format("'{}' cannot be read: {}.", path.string(), std::strerror(errno)));
    if (count == 0) break;
    done += static_cast<std::size_t>(count);
  }
  bytes.resize(done);
  return bytes;
}

}  // namespace core::io
