// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/io/partial_file.h"

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

[[noreturn]] void throw_write_error(const fs::path& path, int error) {
  // EFBIG: the file system (FAT) or a quota takes no file of this size.
  const bool is_full = error == ENOSPC || error == EDQUOT || error == EFBIG;
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

}  // namespace

PartialFile::PartialFile(const fs::path& target) : target_(resolved(target)) {
  check_target(target_);
  const fs::path path = name_beside(target_);
  struct stat status {};
  const mode_t mode = ::stat(target_.c_str(), &status) == 0 ? status.st_mode & 0777 : 0666;
  file_ = FileDescriptor(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode));
  if (!file_.is_open()) throw_write_error(target_, errno);
  path_ = path;
}

PartialFile::PartialFile(PartialFile&& other) noexcept
    : target_(std::move(other.target_)),
      path_(std::exchange(other.path_, {})),
      backup_(std::exchange(other.backup_, {})),
      file_(std::move(other.file_)),
      is_new_(other.is_new_) {}

PartialFile::~PartialFile() {
  if (!path_.empty()) ::unlink(path_.c_str());
  if (!backup_.empty()) ::unlink(backup_.c_str());
}

void PartialFile::write(std::span<const std::uint8_t> bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file_.get(), bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) throw_write_error(target_, errno);
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
}

void PartialFile::finish() {
  if (::fsync(file_.get()) != 0) throw_write_error(target_, errno);
  FileDescriptor closed(std::move(file_));
}

void PartialFile::rename() {
  if (::rename(path_.c_str(), target_.c_str()) != 0) throw_write_error(target_, errno);
  path_.clear();
  // The new name itself must reach the disk; a file system that cannot say so is no reason to fail.
  const FileDescriptor folder(::open(parent_of(target_).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder.is_open()) ::fsync(folder.get());
}

void PartialFile::back_up() {
  struct stat status {};
  is_new_ = ::stat(target_.c_str(), &status) != 0;
  if (is_new_) return;
  const fs::path backup = name_beside(target_);
  if (::link(target_.c_str(), backup.c_str()) == 0) backup_ = backup;
}

void PartialFile::take_back() {
  if (is_new_) {
    ::unlink(target_.c_str());
  } else if (!backup_.empty() && ::rename(backup_.c_str(), target_.c_str()) == 0) {
    backup_.clear();
  }
}

}  // namespace core::io
