// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/base/error.h"

namespace core {

std::string_view code_name(ErrorCode code) {
  switch (code) {
    case ErrorCode::Usage:
      return "usage";
    case ErrorCode::NotFound:
      return "not_found";
    case ErrorCode::BadFormat:
      return "bad_format";
    case ErrorCode::Unsupported:
      return "unsupported";
    case ErrorCode::LimitExceeded:
      return "limit_exceeded";
    case ErrorCode::Empty:
      return "empty";
    case ErrorCode::MissingWeights:
      return "missing_weights";
    case ErrorCode::DeviceUnavailable:
      return "device_unavailable";
    case ErrorCode::OutOfMemory:
      return "out_of_memory";
    case ErrorCode::DiskFull:
      return "disk_full";
    case ErrorCode::NotWritable:
      return "not_writable";
    case ErrorCode::NumericalFailure:
      return "numerical_failure";
    case ErrorCode::Internal:
      return "internal";
  }
  return "internal";
}

int exit_status(ErrorCode code) {
  switch (code) {
    case ErrorCode::Usage:
    case ErrorCode::NotWritable:
      return 2;
    case ErrorCode::NotFound:
    case ErrorCode::BadFormat:
    case ErrorCode::Unsupported:
    case ErrorCode::LimitExceeded:
    case ErrorCode::Empty:
      return 3;
    case ErrorCode::MissingWeights:
    case ErrorCode::DeviceUnavailable:
      return 4;
    case ErrorCode::OutOfMemory:
    case ErrorCode::DiskFull:
      return 5;
    case ErrorCode::NumericalFailure:
    case ErrorCode::Internal:
      return 1;
  }
  return 1;
}

}  // namespace core
