// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "core/reconstruct/field_optimizer.h"
#include "core/reconstruct/level_refiner.h"

namespace core::reconstruct {

/// Refines a level with vector instructions on all cores.
class CpuRefiner : public LevelRefiner {
 public:
  /// @param targets  must stay as long as this
  CpuRefiner(SparseField field, const RayTargets& targets);

  void step(std::span<const Tile> tiles, const StepSettings& settings) override;
  void smooth(float kappa) override { optimizer_.smooth(kappa); }
  std::int64_t num_samples() const override { return sum_.num_samples; }
  std::optional<RenderStatistics> statistics() const override { return sum_; }
  const SparseField& field() override { return field_; }

 private:
  RenderStatistics render(std::span<const Tile> tiles, const RenderSettings& settings);

  SparseField field_;
  const RayTargets& targets_;
  FieldOptimizer optimizer_;
  std::vector<GradientBuffer> gradients_;
  RenderStatistics sum_;
};

}  // namespace core::reconstruct
