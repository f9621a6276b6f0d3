// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/io/file_descriptor.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "core/base/error.h"

namespace core::io {

FileDescriptor::~FileDescriptor() {
  if (is_open()) ::close(value_);
}

OpenFile open_for_reading(const std::filesystem::path& path) {
  // O_NONBLOCK: opening a pipe without a writer would wait for ever.
  FileDescriptor file(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
  if (!file.is_open()) {
    // A socket or a device without its driver.
    const ErrorCode code = errno == ENXIO || errno == ENODEV ? ErrorCode::Unsupported : ErrorCode::NotFound;
    throw Error(code, fmt::format("'{}' cannot be opened: {}.", path.string(), std::strerror(errno)));
  }
  struct stat status {};
  if (::fstat(file.get(), &status) != 0 || !S_ISREG(status.st_mode)) {
    throw Error(ErrorCode::Unsupported, fmt::format("'{}' is {}, not a file.", path.string(),
                                                    S_ISDIR(status.st_mode) ? "a folder" : "a pipe or device"));
  }
  return {std::move(file), static_cast<std::uint64_t>(status.st_size)};
}

}  // namespace core::io
