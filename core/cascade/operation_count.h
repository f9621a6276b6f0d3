// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <functional>

namespace core::cascade {

/// Floating point operations (two for a multiplication that is added) of the matrix products, convolutions and
/// attention that LibTorch runs on this thread while `work` runs.
double count_operations(const std::function<void()>& work);

}  // namespace core::cascade
