// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>

#include "core/cascade/packs/model_pack.h"
#include "core/nn/load_weights.h"

namespace core::cascade {

/// Bytes that a part of a pack takes at most: the largest of its networks in the type that it computes in, one being in
/// memory at a time, and what lies between their layers.
std::uint64_t memory_need(const ModelPack& pack, PackPart part, const nn::WeightPlacement& placement);

/// Runs what a part of a pack is wanted for. LibTorch's word for a lack of memory comes out as Error(OutOfMemory) that
/// says how much is needed, how much the machine has free and what would fit.
void with_memory_explained(const ModelPack& pack, PackPart part, const nn::WeightPlacement& placement,
                           const std::function<void()>& work);

}  // namespace core::cascade
