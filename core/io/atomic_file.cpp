// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/io/atomic_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <random>
#include <string>
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

/// Where the bytes really go: a link stays a link and its target is replaced.
fs::path resolved(const fs::path& path) {
  std::error_code failure;
  if (!fs::is_symlink(path, failure)) return path;
  const fs::path target = fs::weakly_canonical(path, failure);
  return failure ? path : target;
}

/// Renaming over a device or folder, or replacing a file that is protected, would not be what the user means.
void check_target(const fs::path& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return;
  if (!S_ISREG(status.st_mode)) {
    throw Error(ErrorCode::NotWritable,
                fmt::format("'{}' cannot be written: it exists and is {}. Choose another name.", path.string(),
                            S_ISDIR(status.st_mode) ? "a folder" : "not a regular file"));
  }
  if (::access(path.c_str(), W_OK) != 0) throw_write_error(path, errno);
}

/// A name beside the target that no other writer takes; short enough for any target that is itself a possible name.
fs::path name_beside(const fs::path& target) {
  std::random_device random;
  const std::string stem = target.filename().string().substr(0, 200);
  return parent_of(target) / fmt::format(".{}.{:08x}{:08x}.part", stem, random(), random());
}

/// A file beside its target that disappears unless it is renamed.
class PartialFile {
 public:
  PartialFile(const fs::path& target, std::span<const std::uint8_t> bytes) : target_(resolved(target)) {
    check_target(target_);
    const fs::path path = name_beside(target_);
    struct stat status {};
    const mode_t mode = ::stat(target_.c_str(), &status) == 0 ? status.st_mode & 0777 : 0666;
    const Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode));
    if (file.get() < 0) throw_write_error(target_, errno);
    path_ = path;
    try {
      write_all(file.get(), bytes);
    } catch (...) {
      remove();
      throw;
    }
  }
  ~PartialFile() { remove(); }
  PartialFile(PartialFile&& other) noexcept
      : target_(std::move(other.target_)),
        path_(std::exchange(other.path_, {})),
        backup_(std::exchange(other.backup_, {})),
        is_new_(other.is_new_) {}
  PartialFile& operator=(PartialFile&&) = delete;

  /// Keeps what the target holds now, so that take_back() can restore it.
  void back_up() {
    struct stat status {};
    is_new_ = ::stat(target_.c_str(), &status) != 0;
    if (is_new_) return;
    const fs::path backup = name_beside(target_);
    if (::link(target_.c_str(), backup.c_str()) == 0) backup_ = backup;
  }
  void rename() {
    if (::rename(path_.c_str(), target_.c_str()) != 0) throw_write_error(target_, errno);
    path_.clear();
    // The new name itself must reach the disk; a file system that cannot say so is no reason to fail.
    const Descriptor folder(::open(parent_of(target_).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (folder.get() >= 0) ::fsync(folder.get());
  }
  void take_back() {
    if (is_new_) {
      ::unlink(target_.c_str());
    } else if (!backup_.empty() && ::rename(backup_.c_str(), target_.c_str()) == 0) {
      backup_.clear();
    }
  }

 private:
  void write_all(int file, std::span<const std::uint8_t> bytes) const {
    while (!bytes.empty()) {
      const ssize_t written = ::write(file, bytes.data(), bytes.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) throw_write_error(target_, errno);
      bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    if (::fsync(file) != 0) throw_write_error(target_, errno);
  }
  void remove() noexcept {
    if (!path_.empty()) ::unlink(path_.c_str());
    if (!backup_.empty()) ::unlink(backup_.c_str());
  }

  fs::path target_;
  fs::path path_;
  fs::path backup_;
  bool is_new_ = false;  ///< set by back_up(): there was no file of that name
};

}  // namespace

void write_file(const fs::path& path, std::span<const std::uint8_t> bytes) { PartialFile(path, bytes).rename(); }

void write_files(std::span<const NamedBytes> files) {
  std::vector<PartialFile> partial;
  partial.reserve(files.size());
  for (const NamedBytes& file : files) partial.emplace_back(file.path, file.bytes);
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
  // O_NONBLOCK: opening a pipe without a writer would wait for ever.
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
  if (file.get() < 0) {
    // A socket or a device without its driver.
    const ErrorCode code = errno == ENXIO || errno == ENODEV ? ErrorCode::Unsupported : ErrorCode::NotFound;
    throw Error(code, fmt::format("'{}' cannot be opened: {}.", path.string(), std::strerror(errno)));
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
