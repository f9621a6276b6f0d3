// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>
#include <vector>

/// Runs the command-line program as a process of its own.
namespace support {

struct ProgramResult {
  int status = -1;  ///< exit status; 128 + signal if it was killed; -1 if it had to be killed for taking too long
  std::string out, err;
};

/// @param stop_after  sends SIGINT once this text has appeared on standard output; empty for never
ProgramResult run_program(const std::vector<std::string>& arguments, int timeout_s = 60,
                          const std::string& stop_after = {});

/// A folder that goes away with everything in it.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  std::filesystem::path operator/(const std::string& name) const { return path_ / name; }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace support
