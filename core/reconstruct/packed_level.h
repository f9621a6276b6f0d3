// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <vector>

#include "core/reconstruct/cuda/level_data.h"
#include "core/reconstruct/level_refiner.h"

namespace core::reconstruct {

/// A level as plain arrays, for a device.
class PackedLevel {
 public:
  /// @param field, targets  must stay as long as this
  PackedLevel(const SparseField& field, const RayTargets& targets);
  const cuda::LevelData& data() const { return data_; }

 private:
  cuda::LevelData data_{};
  std::vector<std::int32_t> grid_, neighbors_;
  std::vector<cuda::ViewData> views_;
};

std::vector<cuda::TileData> packed(std::span<const Tile> tiles);
cuda::StepData packed(const StepSettings& settings);

}  // namespace core::reconstruct
