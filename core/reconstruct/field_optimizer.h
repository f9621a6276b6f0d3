// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <array>
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

  /// Value and central-difference gradient of every voxel, for the renderer.
  const std::vector<Node>& update_nodes();

  /// One step along the gradients of the rays plus `eikonal_weight` times (|g| - 1)^2 at each voxel near the surface.
  /// @param learning_rate  of each level, world units per step
  void step(const std::vector<GradientBuffer>& gradients, float eikonal_weight, float learning_rate);

  /// f <- f - kappa Laplace(Laplace(f)) in voxel units; stable for kappa < 2 / 144.
  void smooth(float kappa);

 private:
  static constexpr int kNumCoarse = 3;

  void field_gradient(const std::vector<GradientBuffer>& gradients, float eikonal_weight);
  void restrict_gradient();
  void adam_steps(std::vector<float>& gradient, std::vector<float>& mean, std::vector<float>& square,
                  float learning_rate) const;
  void prolong(int level);

  SparseField& field_;
  std::vector<Node> nodes_;
  std::vector<BlockNodes> node_gradient_;  ///< sum over the buffers, per block
  std::vector<float> gradient_, mean_, square_;
  struct Coarse {
    int side = 0;                               ///< voxels along a block
    std::vector<float> gradient, mean, square;  ///< side^3 a block
  };
  std::array<Coarse, kNumCoarse> coarse_;
  std::vector<float> laplacian_;
  int num_steps_ = 0;
  double scale_ = 0.0;  ///< running root mean square of the gradient
};

}  // namespace core::reconstruct
