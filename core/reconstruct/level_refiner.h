// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "core/reconstruct/neus_renderer.h"
#include "core/reconstruct/ray_targets.h"
#include "core/reconstruct/sdf_volume.h"

namespace core::reconstruct {

struct StepSettings {
  RenderSettings render;
  float eikonal_weight = 0.05f;  ///< of (|g| - 1)^2, for each sample of a ray, spread over the voxels of the grid
  float learning_rate = 0.0f;    ///< of each level of the optimiser, world units per step
};

/// The field of one level on its way to what the views ask for. Each kind of device has its own.
class LevelRefiner {
 public:
  virtual ~LevelRefiner() = default;
  /// Renders the rays of `tiles` and moves the field against the derivatives of their losses.
  virtual void step(std::span<const Tile> tiles, const StepSettings& settings) = 0;
  /// f <- f - kappa Laplace(Laplace(f)) in voxel units; stable for kappa < 2 / 144.
  virtual void smooth(float kappa) = 0;
  /// Samples of all rays so far.
  virtual std::int64_t num_samples() const = 0;
  /// Sums of the losses over all steps so far; nothing on devices that do not add them up.
  virtual std::optional<RenderStatistics> statistics() const { return std::nullopt; }
  /// The field as it stands, until the next step.
  virtual const SparseField& field() = 0;
};

}  // namespace core::reconstruct
