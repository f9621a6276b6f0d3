// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/reconstruct/cpu_refiner.h"

#include <array>

#include "core/base/parallel.h"

namespace core::reconstruct {
namespace {

/// Rays of a step are split into this many fixed shares, each with a buffer of its own: the result does not depend on
/// threads.
constexpr std::size_t kNumShares = 4;

}  // namespace

CpuRefiner::CpuRefiner(SparseField field, const RayTargets& targets)
    : field_(std::move(field)),
      targets_(targets),
      optimizer_(field_),
      gradients_(kNumShares, GradientBuffer(field_.num_blocks())) {}

void CpuRefiner::step(std::span<const Tile> tiles, const StepSettings& settings) {
  const RenderStatistics statistics = render(tiles, settings.render);
  const float eikonal =
      settings.eikonal_weight * static_cast<float>(statistics.num_samples) / static_cast<float>(field_.num_voxels());
  optimizer_.step(gradients_, eikonal, settings.learning_rate);
  sum_.add(statistics);
}

RenderStatistics CpuRefiner::render(std::span<const Tile> tiles, const RenderSettings& settings) {
  const std::vector<NodeBlock>& nodes = optimizer_.update_nodes();
  std::array<RenderStatistics, kNumShares> shares;
  parallel_for(std::size_t{0}, kNumShares, std::size_t{1}, [&](std::size_t share) {
    gradients_[share].clear();
    const std::size_t begin = tiles.size() * share / kNumShares, end = tiles.size() * (share + 1) / kNumShares;
    render_tiles(field_, nodes, targets_, tiles.subspan(begin, end - begin), settings, gradients_[share],
                 shares[share]);
  });
  RenderStatistics sum;
  for (const RenderStatistics& share : shares) sum.add(share);
  return sum;
}

}  // namespace core::reconstruct
