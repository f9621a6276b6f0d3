// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <ATen/ATen.h>
#include <gmock/gmock.h>

#include <filesystem>
#include <optional>
#include <string>

#include "core/io/tensor_file.h"

namespace support {

/// A file or folder of reference data by its path in the folder `golden`: from tests/golden, otherwise from what
/// ENVISION3D_SHARED (default ../shared) names. Empty where it is in neither.
std::filesystem::path golden_path(const std::string& relative);

/// Largest absolute difference / largest absolute reference value; infinite for another shape or values that are not
/// finite.
double max_rel_error(const at::Tensor& actual, const at::Tensor& reference);

/// Within a tolerance of a reference, by max_rel_error().
MATCHER_P2(TensorNear, reference, tolerance, "is near the reference tensor") {
  const double error = max_rel_error(arg, reference);
  *result_listener << "relative error " << error << ", allowed " << tolerance;
  return error <= tolerance;
}

}  // namespace support

/// Leaves the test where the reference data is not at hand.
#define ENVISION3D_NEED_GOLDEN(relative)      \
  if (support::golden_path(relative).empty()) \
  GTEST_SKIP() << "The reference data " << (relative) << " is not here: set ENVISION3D_SHARED."
