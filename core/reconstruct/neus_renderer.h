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
  float mask_weight = 1.0f;
};

/// Sums of the losses over rays, for the plot of a solve.
struct RenderStatistics {
  double normal_loss = 0.0, mask_loss = 0.0;
  std::int64_t num_normal_rays = 0, num_rays = 0, num_samples = 0;
  void add(const RenderStatistics& other);
};

/// Derivatives of the loss by the nodes of the blocks that one fixed share of the rays passes through.
class GradientBuffer {
 public:
  explicit GradientBuffer(std::size_t num_blocks) : slots_(num_blocks, -1) {}
  /// Forgets all derivatives; what was allocated stays.
  void clear();
  /// The nodes of a block, zero at first.
  NodeBlock& at(std::size_t block) {
    return slots_[block] >= 0 ? nodes_[static_cast<std::size_t>(slots_[block])] : add(block);
  }
  /// None if no ray touched the block.
  const NodeBlock* find(std::size_t block) const {
    return slots_[block] >= 0 ? &nodes_[static_cast<std::size_t>(slots_[block])] : nullptr;
  }

 private:
  NodeBlock& add(std::size_t block);

  std::vector<std::int32_t> slots_;  ///< of each block: its place in nodes_, or -1
  std::vector<std::size_t> blocks_;  ///< those with a slot
  std::vector<NodeBlock> nodes_;
};

/// Renders the rays of `tiles` through the field and adds their derivatives.
/// @param nodes  of every block of `field`
void render_tiles(const SparseField& field, const std::vector<NodeBlock>& nodes, const RayTargets& targets,
                  std::span<const Tile> tiles, const RenderSettings& settings, GradientBuffer& gradients,
                  RenderStatistics& statistics);

}  // namespace core::reconstruct
