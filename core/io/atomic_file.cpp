// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/io/atomic_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "core/base/error.h"

namespace core::io {
namespace {

namespace fs = std::filesystem;

/// A file descriptor that closes itself.
class Descriptor {
 public:
  explicit Descriptor(int value) : value_(value) {}
  ~Descriptor() {
    if (value_ >= 0) ::close(value_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return value_; }

 private:
  int value_;
};

[[noreturn]] void throw_write_error(const fs::path& path, int error) {
  const bool is_full = error == ENOSPC || error == EDQUOT;
  throw Error(is_full ? ErrorCode::DiskFull : ErrorCode::NotWritable,
              fmt::format("'{}' cannot be written: {}. {}", path.string(), std::strerror(error),
                          is_full ? "Free some space or choose another disk." : "Choose another folder or name."));
}

fs::path parent_of(const fs::path& path) {
  const fs::path parent = path.parent_path();
  return parent.empty() ? fs::path(".") : parent;
}

/// Renaming over a device or folder would not do what the user means.
void check_target(const fs::path& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode)) {
    throw Error(ErrorCode::NotWritable,
                fmt::format("'{}' cannot be written: it exists and is not a regular file. Choose another name.",
                            path.string()));
  }
}

/// A file beside its target that disappears unless it is renamed.
class PartialFile {
 public:
  PartialFile(const fs::path& target, std::span<const std::uint8_t> bytes) : target_(target) {
    std::string name = (parent_of(target) / fmt::format(".{}.XXXXXX", target.filename().string())).string();
    const Descriptor file(::mkstemp(name.data()));
    if (file.get() < 0) throw_write_error(target, errno);
    path_ = name;
    try {
      write_all(file.get(), bytes);
    } catch (...) {
      ::unlink(path_.c_str());
      throw;
    }
  }
  ~PartialFile() {
    if (!path_.empty()) ::unlink(path_.c_str());
  }
  PartialFile(PartialFile&& other) noexcept
      : target_(std::move(other.target_)), path_(std::exchange(other.path_, {})) {}
  PartialFile& operator=(PartialFile&&) = delete;

  void rename() {
    if (::rename(path_.c_str(), target_.c_str()) != 0) throw_write_error(target_, errno);
    path_.clear();
    // The new name itself must reach the disk; a file system that cannot say so is no reason to fail.
    const Descriptor folder(::open(parent_of(target_).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (folder.get() >= 0) ::fsync(folder.get());
  }

 private:
  void write_all(int file, std::span<const std::uint8_t> bytes) const {
    while (!bytes.empty()) {
      const ssize_t written = ::write(file, bytes.data(), bytes.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) throw_write_error(target_, errno);
      bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    const mode_t mask = ::umask(0);
    ::umask(mask);
    if (::fchmod(file, 0666 & ~mask) != 0 || ::fsync(file) != 0) throw_write_error(target_, errno);
  }

  fs::path target_;
  std::string path_;
};

}  // namespace

void write_file(const fs::path& path, std::span<const std::uint8_t> bytes) {
  check_target(path);
  PartialFile(path, bytes).rename();
}

void write_files(std::span<const NamedBytes> files) {
  std::vector<PartialFile> partial;
  partial.reserve(files.size());
  for (const NamedBytes& file : files) {
    check_target(file.path);
    partial.emplace_back(file.path, file.bytes);
  }
  for (PartialFile& file : partial) file.rename();
}

std::vector<std::uint8_t> read_file(const fs::path& path, std::uint64_t max_bytes) {
  // O_NONBLOCK: opening a pipe without a writer would wait for ever.
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
  if (file.get() < 0) {
    throw Error(ErrorCode::NotFound, fmt::format("'{}' cannot be opened: {}.", path.string(), std::strerror(errno)));
  }
  struct stat status {};
  if (::fstat(file.get(), &status) != 0 || !S_ISREG(status.st_mode)) {
    throw Error(ErrorCode::Unsupported, fmt::format("'{}' is {}, not a file.", path.string(),
                                                    S_ISDIR(status.st_mode) ? "a folder" : "a pipe or device"));
  }
  if (static_cast<std::uint64_t>(status.st_size) > max_bytes) {
    throw Error(ErrorCode::LimitExceeded,
                fmt::format("'{}' has {} bytes; the limit is {}.", path.string(), status.st_size, max_bytes));
  }
  std::vector<std::uint8_t> bytes(static_cast<std::size_t>(status.st_size));
  std::size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t count = ::read(file.get(), bytes.data() + done, bytes.size() - done);
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
