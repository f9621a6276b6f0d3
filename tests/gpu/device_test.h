// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <gtest/gtest.h>

#include "core/base/error.h"
#include "core/reconstruct/device.h"

namespace gpu {

/// Skips the running test, with the reason, where no CUDA device can be used.
inline void skip_without_device() {
  try {
    core::reconstruct::cuda_library();
  } catch (const core::Error& error) {
    GTEST_SKIP() << error.what();
  }
}

}  // namespace gpu
