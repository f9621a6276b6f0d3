// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/io/mapped_file.h"

#include <fmt/format.h>
#include <sys/mman.h>

#include <cerrno>
#include <cstring>

#include "core/base/error.h"
#include "core/io/file_descriptor.h"

namespace core::io {

std::shared_ptr<const MappedFile> MappedFile::open(const std::filesystem::path& path) {
  const OpenFile file = open_for_reading(path);
  std::span<const std::uint8_t> bytes;
  // Nothing of an empty file can be mapped.
  if (file.size > 0) {
    const auto size = static_cast<std::size_t>(file.size);
    void* const start = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.descriptor.get(), 0);
    if (start == MAP_FAILED) {
      throw Error(errno == ENOMEM ? ErrorCode::OutOfMemory : ErrorCode::Unsupported,
                  fmt::format("'{}' cannot be mapped into memory: {}.", path.string(), std::strerror(errno)));
    }
    bytes = {static_cast<const std::uint8_t*>(start), size};
  }
  return std::shared_ptr<const MappedFile>(new MappedFile(bytes));
}

MappedFile::~MappedFile() {
  if (!bytes_.empty()) ::munmap(const_cast<std::uint8_t*>(bytes_.data()), bytes_.size());
}

}  // namespace core::io
