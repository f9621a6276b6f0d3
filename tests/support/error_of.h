// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <gtest/gtest.h>

#include "core/base/error.h"

namespace support {

/// The error a call ends with; a failure if it ends well.
template <class Call>
core::Error error_of(const Call& call) {
  try {
    call();
  } catch (const core::Error& error) {
    return error;
  }
  ADD_FAILURE() << "nothing was thrown";
  return {core::ErrorCode::Internal, ""};
}

}  // namespace support
