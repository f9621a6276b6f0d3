// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace core {

/// Why something failed. The command line turns it into an exit status, `--json` into its snake-case name.
enum class ErrorCode {
  Usage,
  NotFound,
  BadFormat,
  Unsupported,
  LimitExceeded,
  Empty,
  MissingWeights,
  DeviceUnavailable,
  OutOfMemory,
  DiskFull,
  NotWritable,
  NumericalFailure,
  Internal
};

/// The only exception that core throws for a failure. what() is one or two sentences for the user: what failed, on
/// which file or view, why, and what to do.
class Error : public std::runtime_error {
 public:
  Error(ErrorCode code, const std::string& message) : std::runtime_error(message), code_(code) {}
  ErrorCode code() const { return code_; }

 private:
  ErrorCode code_;
};

/// Unwinds a job the user has stopped. Not a std::exception: nothing went wrong.
struct Cancelled {};

/// "bad_format" for BadFormat.
std::string_view code_name(ErrorCode code);

/// Exit status of a program that ends with this error: 1 failed inside, 2 usage, 3 input, 4 missing, 5 resources.
int exit_status(ErrorCode code);

/// Exit status after SIGINT, SIGTERM or Cancelled.
inline constexpr int kExitStopped = 130;

}  // namespace core
