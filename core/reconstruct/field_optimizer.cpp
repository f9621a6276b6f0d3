// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/reconstruct/field_optimizer.h"

#include <algorithm>
#include <cmath>

#include "core/base/parallel.h"

namespace core::reconstruct {
namespace {

constexpr int kSide = SparseField::kSide;
constexpr int kVoxels = SparseField::kVoxels;
constexpr std::size_t kBlocksAtOnce = 8;

}  // namespace

FieldOptimizer::FieldOptimizer(SparseField& field)
    : field_(field),
      nodes_(field.num_blocks()),
      gradient_(field.num_blocks()),
      mean_(field.num_blocks()),
      square_(field.num_blocks()),
      beyond_(field.num_blocks()),
      smoothed_(field.num_voxels()),
      square_sums_((field.num_blocks() + kSquaresEvery - 1) / kSquaresEvery) {
  int side = kSide;
  for (Coarse& coarse : coarse_) {
    side /= 2;
    coarse.side = side;
    const std::size_t size = field.num_blocks() * static_cast<std::size_t>(side * side * side);
    coarse.step.resize(size);
    coarse.mean.resize(size);
    coarse.square.resize(size);
  }
}

const std::vector<NodeBlock>& FieldOptimizer::update_nodes() {
  const float scale = 0.5f / field_.spacing();
  parallel_for(std::size_t{0}, field_.num_blocks(), kBlocksAtOnce, [&](std::size_t block) {
    SparseField::Apron<2> values;
    field_.gather(field_.values(), block, values);
    find_nodes(values, scale, nodes_[block]);
  });
  return nodes_;
}

/// Derivative by the field: by the value directly, and by the gradient through the transposed central differences.
/// Blocks keep what these ask of their neighbours apart.
void FieldOptimizer::find_gradient(const std::vector<GradientBuffer>& gradients, float eikonal_weight) {
  const float scale = 0.5f / field_.spacing(), band = kEikonalBandVoxels * field_.spacing();
  parallel_for(std::size_t{0}, field_.num_blocks(), kBlocksAtOnce, [&](std::size_t block) {
    SparseField::Apron<1> values;
    field_.gather(field_.values(), block, values);
    VoxelNodes sums{};
    for (int n = 0; n < 8; ++n) {
      const glm::ivec3 offset(n & 1, n >> 1 & 1, n >> 2);
      const int before = field_.neighbor(block, -offset.x, -offset.y, -offset.z);
      if (before < 0) continue;
      for (const GradientBuffer& buffer : gradients) {
        if (const NodeBlock* nodes = buffer.find(static_cast<std::size_t>(before))) {
          add_nodes(*nodes, offset, sums);
        }
      }
    }
    BlockNodes derivatives;
    add_eikonal(values, field_.open_sides(block), scale, band, eikonal_weight, sums, derivatives);
    find_value_gradient(derivatives, scale, gradient_[block], beyond_[block]);
    if (block % kSquaresEvery == 0) square_sums_[block / kSquaresEvery] = sum_squares(gradient_[block]);
  });
}

AdamStep FieldOptimizer::next_adam_step(float learning_rate) {
  ++num_steps_;
  // Summed in a fixed order, so that the result does not depend on threads.
  double squares = 0.0, count = 0.0;
  for (const SquareSum& sum : square_sums_) {
    squares += static_cast<double>(sum.squares);
    count += sum.count;
  }
  const double rms = count > 0.0 ? std::sqrt(squares / count) : 0.0;
  scale_ = scale_ == 0.0 ? rms : 0.9 * scale_ + 0.1 * rms;
  return {1.0f / (1.0f - std::pow(kAdamBeta1, static_cast<float>(num_steps_))),
          1.0f / (1.0f - std::pow(kAdamBeta2, static_cast<float>(num_steps_))),
          kRelativeEpsilon * static_cast<float>(scale_) + 1e-20f, learning_rate};
}

/// Moves every voxel by its own step and finds those of the coarser levels.
void FieldOptimizer::move(const AdamStep& adam_step) {
  parallel_for(std::size_t{0}, field_.num_blocks(), kBlocksAtOnce, [&](std::size_t block) {
    BlockValues& gradient = gradient_[block];
    for (int side = 0; side < 6; ++side) {
      const int d = (side & 1) != 0 ? 1 : -1;
      const int other = field_.neighbor(block, side < 2 ? d : 0, side / 2 == 1 ? d : 0, side > 3 ? d : 0);
      if (other >= 0) add_side(side, beyond_[static_cast<std::size_t>(other)], gradient);
    }
    const float* fine = gradient.data();
    int fine_side = kSide;
    for (Coarse& coarse : coarse_) {
      const std::span<float> sums = coarse.of(coarse.step, block);
      restrict_block(fine_side, fine, sums.data());
      fine = sums.data();
      fine_side = coarse.side;
    }
    for (Coarse& coarse : coarse_) {
      adam(adam_step, coarse.of(coarse.step, block), coarse.of(coarse.mean, block), coarse.of(coarse.square, block));
    }
    adam(adam_step, gradient, mean_[block], square_[block]);
    float* values = field_.values().data() + block * kVoxels;
    for (std::size_t i = 0; i < kVoxels; ++i) values[i] += gradient[i];
  });
}

/// Adds the steps of a coarser level of `half` voxels along a block to those of the next finer one, or to the field.
template <int half>
void FieldOptimizer::prolong(const std::vector<float>& coarse, std::vector<float>& fine) const {
  parallel_for(std::size_t{0}, field_.num_blocks(), kBlocksAtOnce, [&](std::size_t block) {
    SparseField::Apron<1, half> steps;
    field_.gather(coarse, block, steps);
    add_upsampled(steps, fine.data() + block * std::size_t{8 * half * half * half});
  });
}

void FieldOptimizer::step(const std::vector<GradientBuffer>& gradients, float eikonal_weight, float learning_rate) {
  find_gradient(gradients, eikonal_weight);
  move(next_adam_step(learning_rate));
  prolong<1>(coarse_[2].step, coarse_[1].step);
  prolong<2>(coarse_[1].step, coarse_[0].step);
  prolong<4>(coarse_[0].step, field_.values());
}

void FieldOptimizer::smooth(float kappa) {
  parallel_for(std::size_t{0}, field_.num_blocks(), kBlocksAtOnce, [&](std::size_t block) {
    SparseField::Apron<2> values;
    field_.gather(field_.values(), block, values);
    BlockValues bilaplacian;
    find_bilaplacian(values, bilaplacian);
    const float* own = field_.values().data() + block * kVoxels;
    float* out = smoothed_.data() + block * kVoxels;
    for (std::size_t i = 0; i < kVoxels; ++i) out[i] = own[i] - kappa * bilaplacian[i];
  });
  field_.values().swap(smoothed_);
}

}  // namespace core::reconstruct
