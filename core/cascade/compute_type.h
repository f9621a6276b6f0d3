// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/cascade/cascade_options.h"
#include "core/nn/load_weights.h"

namespace core::cascade {

/// Where the networks of a run are put and what they compute in.
/// @throws Error DeviceUnavailable (CUDA is asked for and cannot be used), Unsupported (fp16 on a processor)
nn::WeightPlacement placement_of(const ComputeOptions& options);

/// The same place in float32: for what is computed once per object and everything after rests on.
nn::WeightPlacement exact_placement_of(const nn::WeightPlacement& placement);

}  // namespace core::cascade
