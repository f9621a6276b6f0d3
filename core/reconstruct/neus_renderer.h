// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/reconstruct/ray_targets.h"
#include "core/reconstruct/sdf_volume.h"

namespace core::reconstruct {

/// Weights of the losses and the state of the schedule for one step.
struct RenderSettings {
  float inv_s = 64.0f;
  float normal_weight = 10.0f;
  float mask_weight = 2.0f;
};

/// Sums of the losses over the rays of one step, for the progress words.
struct RenderStatistics {
  double normal_loss = 0.0, mask_loss = 0.0;
  std::int64_t num_normal_rays = 0, num_rays = 0, num_samples = 0;
  void add(const RenderStatistics& other);
};

/// Derivatives of the loss by field value and gradient of every voxel, from one fixed share of the rays. Kept between
/// steps; clear() touches only the blocks that were written.
struct GradientBuffer {
  std::vector<Node> nodes;            ///< d by value, then by gradient
  std::vector<std::uint8_t> touched;  ///< per block
  void resize(std::size_t num_blocks);
  void clear();
};

/// Renders the rays of `tiles` through the field and adds their derivatives.
/// @param nodes  value and gradient (central differences) of every voxel of `field`
void render_tiles(const SparseField& field, const std::vector<Node>& nodes, const RayTargets& targets,
                  std::span<const Tile> tiles, const RenderSettings& settings, GradientBuffer& gradients,
                  RenderStatistics& statistics);

}  // namespace core::reconstruct
