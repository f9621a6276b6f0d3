// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/cascade/library/cascade_library.h"

namespace core::cascade {

/// Times networks with random weights, so that no pack is needed: "unet", "vae" and "clip" of both stages, or all that
/// one stage runs ("stage1", "stage2"), with their sum over a run of 50 steps.
/// @throws Error(Usage) for another name; Error as placement_of()
std::vector<BenchResult> run_bench(const BenchRequest& request, const RunContext& context);

}  // namespace core::cascade
