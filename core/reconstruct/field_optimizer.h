// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <span>
#include <vector>

#include "core/reconstruct/block_kernels.h"
#include "core/reconstruct/neus_renderer.h"
#include "core/reconstruct/sdf_volume.h"

namespace core::reconstruct {

/// Adam on the voxels of a sparse field and on three coarser restrictions of the same gradient, whose steps are
/// prolonged trilinearly: the preconditioner that lets low frequencies move as fast as high ones. Also the terms that
/// live on the grid: eikonal and bi-Laplacian.
///
/// Source: Kingma, Ba 2015 (Adam); reference/stage3-reconstruction.md 4.3, 4.4.
class FieldOptimizer {
 public:
  explicit FieldOptimizer(SparseField& field);

  /// Values and central differences around every block, for the renderer.
  const std::vector<NodeBlock>& update_nodes();

  /// One step along the gradients of the rays plus `eikonal_weight` times (|g| - 1)^2 at each voxel near the surface.
  /// @param learning_rate  of each level, world units per step
  void step(const std::vector<GradientBuffer>& gradients, float eikonal_weight, float learning_rate);

  /// f <- f - kappa Laplace(Laplace(f)) in voxel units; stable for kappa < 2 / 144.
  void smooth(float kappa);

 private:
  static constexpr int kNumCoarse = 3;

  void find_gradient(const std::vector<GradientBuffer>& gradients, float eikonal_weight);
  AdamStep next_adam_step(float learning_rate);
  void move(const AdamStep& adam_step);
  template <int half>
  void prolong(const std::vector<float>& coarse, std::vector<float>& fine) const;

  SparseField& field_;
  std::vector<NodeBlock> nodes_;
  std::vector<BlockValues> gradient_, mean_, square_;
  std::vector<BlockSides> beyond_;  ///< what a block's gradient asks of the voxels next to it
  struct Coarse {
    int side = 0;                           ///< voxels along a block
    std::vector<float> step, mean, square;  ///< side^3 a block
    std::span<float> of(std::vector<float>& values, std::size_t block) const {
      const auto size = static_cast<std::size_t>(side * side * side);
      return {values.data() + block * size, size};
    }
  };
  std::array<Coarse, kNumCoarse> coarse_;
  std::vector<float> smoothed_;
  std::vector<SquareSum> square_sums_;  ///< of the gradients of some blocks
  int num_steps_ = 0;
  double scale_ = 0.0;  ///< running root mean square of the gradient
};

}  // namespace core::reconstruct
