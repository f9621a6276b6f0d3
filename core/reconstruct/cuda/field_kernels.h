// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <glm/geometric.hpp>

#include "core/reconstruct/cuda/level_arrays.h"

/// The loops over a level's voxels, one call a thread: `i` counts voxels (or what is said) of all blocks. Each has a
/// twin among the block kernels of the CPU, and tests run both.
namespace core::reconstruct::cuda {

/// Values and central differences; i counts nodes. Twin of find_nodes.
struct FindNodes {
  LevelArrays level;
  ENVISION3D_PORTABLE void operator()(int i) const {
    const VoxelPlace<kNodesASide> place(i);
    const BlockValuesAround<kSide> f{level.values, level.neighbors_of(place.block), place.block};
    const auto [block, x, y, z] = place;
    const float scale = 0.5f / level.spacing;
    level.nodes[i] = {f.at(x, y, z),
                      {(f.at(x + 1, y, z) - f.at(x - 1, y, z)) * scale, (f.at(x, y + 1, z) - f.at(x, y - 1, z)) * scale,
                       (f.at(x, y, z + 1) - f.at(x, y, z - 1)) * scale}};
  }
};

/// The eikonal weight of this step, from the number of its samples; one thread.
struct FindEikonalWeight {
  LevelArrays level;
  float weight_a_sample;
  ENVISION3D_PORTABLE void operator()(int) const {
    unsigned long long total = 0;
    for (int i = 0; i < kNumCounters; ++i) {
      total += level.num_samples[i];
      level.num_samples[i] = 0;
    }
    *level.all_samples += total;
    level.state->eikonal = weight_a_sample * static_cast<float>(total) / static_cast<float>(level.num_voxels());
  }
};

/// Sums of the rays, which are forgotten, and eikonal term. Twin of add_nodes and add_eikonal.
struct FindDerivatives {
  LevelArrays level;
  ENVISION3D_PORTABLE void operator()(int i) const {
    unsigned long long* sums = level.ray_sums + 4 * static_cast<std::size_t>(i);
    FieldNode sum{value_of(sums[0]), {value_of(sums[1]), value_of(sums[2]), value_of(sums[3])}};
    for (int part = 0; part < 4; ++part) sums[part] = 0;
    const VoxelPlace<kSide> place(i);
    if (std::abs(level.values[i]) < kEikonalBandVoxels * level.spacing && has_neighbors(place)) {
      const glm::vec3 g = level.nodes[node_of(place)].gradient;
      const float length = glm::length(g);
      if (length > 1e-6f) sum.gradient += 2.0f * level.state->eikonal * (length - 1.0f) / length * g;
    }
    level.derivatives[i] = sum;
  }

 private:
  ENVISION3D_PORTABLE bool has_neighbors(const VoxelPlace<kSide>& p) const {
    const auto is_kept = [&](int dx, int dy, int dz) {
      return voxel_at<kSide>(level.neighbors_of(p.block), p.x + dx, p.y + dy, p.z + dz) >= 0;
    };
    return is_kept(-1, 0, 0) && is_kept(1, 0, 0) && is_kept(0, -1, 0) && is_kept(0, 1, 0) && is_kept(0, 0, -1) &&
           is_kept(0, 0, 1);
  }
  ENVISION3D_PORTABLE static int node_of(const VoxelPlace<kSide>& p) {
    return ((p.block * kNodesASide + p.z) * kNodesASide + p.y) * kNodesASide + p.x;
  }
};

/// Derivative by the values: the direct one, and that through the transposed central differences. Twin of
/// find_value_gradient and add_side.
struct FindGradient {
  LevelArrays level;
  ENVISION3D_PORTABLE void operator()(int i) const {
    const VoxelPlace<kSide> place(i);
    const auto [block, x, y, z] = place;
    const std::int32_t* neighbors = level.neighbors_of(block);
    float own = 0.0f, beyond = 0.0f;
    const auto add = [&](int dx, int dy, int dz, int axis, float sign) {
      const int voxel = voxel_at<kSide>(neighbors, x + dx, y + dy, z + dz);
      if (voxel < 0) return;
      (voxel / kVoxels == block ? own : beyond) += sign * level.derivatives[voxel].gradient[axis];
    };
    add(-1, 0, 0, 0, 1.0f);
    add(1, 0, 0, 0, -1.0f);
    add(0, -1, 0, 1, 1.0f);
    add(0, 1, 0, 1, -1.0f);
    add(0, 0, -1, 2, 1.0f);
    add(0, 0, 1, 2, -1.0f);
    const float scale = 0.5f / level.spacing, inside = level.derivatives[i].value + scale * own;
    level.gradient[i] = inside + scale * beyond;
    constexpr int kEvery = static_cast<int>(kSquaresEvery);
    if (block % kEvery == 0) level.sampled[block / kEvery * kVoxels + i % kVoxels] = inside;
  }
};

/// Squares of the sampled gradients; kNumSquareSums threads. Twin of sum_squares.
struct SumSquares {
  LevelArrays level;
  ENVISION3D_PORTABLE void operator()(int i) const {
    SquareSum sum{0.0f, 0};
    for (int voxel = i; voxel < level.num_sampled_blocks * kVoxels; voxel += kNumSquareSums) {
      const float value = level.sampled[voxel];
      sum.squares += value * value;
      sum.count += value != 0.0f ? 1 : 0;
    }
    level.square_sums[i] = sum;
  }
};

/// Twin of FieldOptimizer's; one thread.
struct NextAdamStep {
  LevelArrays level;
  float learning_rate;
  ENVISION3D_PORTABLE void operator()(int) const {
    double squares = 0.0, count = 0.0;
    for (int i = 0; i < kNumSquareSums; ++i) {
      squares += static_cast<double>(level.square_sums[i].squares);
      count += level.square_sums[i].count;
    }
    StepState& state = *level.state;
    const double rms = count > 0.0 ? std::sqrt(squares / count) : 0.0;
    state.scale = state.scale == 0.0 ? rms : 0.9 * state.scale + 0.1 * rms;
    const auto t = static_cast<float>(++state.num_steps);
    state.adam = {1.0f / (1.0f - std::pow(kAdamBeta1, t)), 1.0f / (1.0f - std::pow(kAdamBeta2, t)),
                  kRelativeEpsilon * static_cast<float>(state.scale) + 1e-20f, learning_rate};
  }
};

/// One value's moments and step. Twin of adam.
ENVISION3D_PORTABLE inline float adam_step(const AdamStep& step, float gradient, float& mean, float& square) {
  const float new_mean = kAdamBeta1 * mean + (1.0f - kAdamBeta1) * gradient;
  const float new_square = kAdamBeta2 * square + (1.0f - kAdamBeta2) * gradient * gradient;
  mean = std::abs(new_mean) < kTinyMoment ? 0.0f : new_mean;
  square = new_square < kTinyMoment ? 0.0f : new_square;
  return -step.learning_rate * (mean * step.correction_mean) /
         (std::sqrt(square * step.correction_square) + step.epsilon);
}

/// Sums of 2^3 voxels of the next finer level, of 2 side voxels along a block, and their steps. Twin of restrict_block
/// and adam.
template <int side>
struct StepCoarse {
  LevelArrays level;
  const float* fine;
  CoarseArrays own;
  ENVISION3D_PORTABLE void operator()(int i) const {
    constexpr int kFine = 2 * side;
    const VoxelPlace<side> place(i);
    const float* p = fine + ((place.block * kFine + 2 * place.z) * kFine + 2 * place.y) * kFine + 2 * place.x;
    float sum = 0.0f;
    for (int corner = 0; corner < 8; ++corner)
      sum += p[((corner >> 2) * kFine + (corner >> 1 & 1)) * kFine + (corner & 1)];
    own.sums[i] = sum;
    own.steps[i] = adam_step(level.state->adam, sum, own.mean[i], own.square[i]);
  }
};

/// Trilinear value of a coarser level, of half voxels along a block, at a voxel of the next finer one. Twin of
/// add_upsampled.
template <int half>
ENVISION3D_PORTABLE float upsampled(const LevelArrays& level, const float* coarse, int i) {
  const VoxelPlace<2 * half> place(i);
  const BlockValuesAround<half> values{coarse, level.neighbors_of(place.block), place.block};
  const int x = place.x / 2, y = place.y / 2, z = place.z / 2;
  const auto toward = [](int fine) { return (fine & 1) != 0 ? 1 : -1; };
  const auto row = [&](int at_y, int at_z) {
    return 0.75f * values.at(x, at_y, at_z) + 0.25f * values.at(x + toward(place.x), at_y, at_z);
  };
  const auto slice = [&](int at_z) { return 0.75f * row(y, at_z) + 0.25f * row(y + toward(place.y), at_z); };
  return 0.75f * slice(z) + 0.25f * slice(z + toward(place.z));
}

/// Adds the steps of a coarser level to those of the next finer one.
template <int half>
struct ProlongSteps {
  LevelArrays level;
  const float* coarse;
  float* fine;
  ENVISION3D_PORTABLE void operator()(int i) const { fine[i] += upsampled<half>(level, coarse, i); }
};

/// Moves every voxel by its own step and by those of the coarser levels, which are prolonged into the first of them.
struct MoveValues {
  LevelArrays level;
  ENVISION3D_PORTABLE void operator()(int i) const {
    const float own = adam_step(level.state->adam, level.gradient[i], level.mean[i], level.square[i]);
    level.values[i] = level.values[i] + own + upsampled<kSide / 2>(level, level.coarse[0].steps, i);
  }
};

/// f - kappa Laplace(Laplace(f)), in voxel units, into `smoothed`: the two stencils as one. Twin of find_bilaplacian.
struct Smooth {
  LevelArrays level;
  float kappa;
  ENVISION3D_PORTABLE void operator()(int i) const {
    const VoxelPlace<kSide> place(i);
    const auto [block, x, y, z] = place;
    const BlockValuesAround<kSide> f{level.values, level.neighbors_of(block), block};
    float beside = 0.0f, beyond = 0.0f, diagonal = 0.0f;
    for (int d = -1; d <= 1; d += 2) {
      beside += f.at(x + d, y, z) + f.at(x, y + d, z) + f.at(x, y, z + d);
      beyond += f.at(x + 2 * d, y, z) + f.at(x, y + 2 * d, z) + f.at(x, y, z + 2 * d);
      for (int e = -1; e <= 1; e += 2)
        diagonal += f.at(x + d, y + e, z) + f.at(x + d, y, z + e) + f.at(x, y + d, z + e);
    }
    const float own = level.values[i];
    level.smoothed[i] = own - kappa * (42.0f * own - 12.0f * beside + 2.0f * diagonal + beyond);
  }
};

}  // namespace core::reconstruct::cuda
