// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <map>
#include <string>

namespace core::cascade {

/// What LibTorch's operations did on one thread.
struct OperationCount {
  /// Floating point operations (two for a multiplication that is added) of matrix products, convolutions and attention.
  double operations = 0.0;
  /// By kind: "convolution", "attention", "linear", "norm", "activation", "copy", "other". An operation that another
  /// calls counts as part of that one. What a device computes on its own time is not waited for.
  std::map<std::string, double> seconds;
};

/// Counts and times the operations that LibTorch runs on this thread while `work` runs.
OperationCount count_operations(const std::function<void()>& work);

}  // namespace core::cascade
