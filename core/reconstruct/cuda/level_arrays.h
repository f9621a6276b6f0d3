// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <cstddef>

#include "core/base/portable.h"
#include "core/reconstruct/cuda/level_data.h"
#include "core/reconstruct/refinement_rules.h"

namespace core::reconstruct::cuda {

/// Sums that many rays add to are whole numbers of this size, so that the order of adding changes nothing: the same
/// bytes come out of every run. A sample asks for 1e5 at most, the usual size is 1 to 100, and 5e11 fits.
inline constexpr float kUnitsPerOne = 16777216.0f;  // 2^24

/// Adds to a sum that other threads add to as well.
ENVISION3D_PORTABLE inline void add_shared(unsigned long long& sum, unsigned long long value) {
#if defined(__CUDA_ARCH__)
  atomicAdd(&sum, value);
#else
  sum += value;
#endif
}

/// A number as so many units, negative ones in two's complement.
ENVISION3D_PORTABLE inline unsigned long long units_of(float value) {
  return static_cast<unsigned long long>(static_cast<long long>(std::rint(value * kUnitsPerOne)));
}
ENVISION3D_PORTABLE inline float value_of(unsigned long long units) {
  return static_cast<float>(static_cast<long long>(units)) * (1.0f / kUnitsPerOne);
}

/// A coarser level of the optimiser: side^3 values a block.
struct CoarseArrays {
  float *sums, *steps, *mean, *square;
};

/// Numbers of the running step that never leave the device.
struct StepState {
  float eikonal;  ///< weight at each voxel
  AdamStep adam;
  double scale;  ///< running root mean square of the gradient
  int num_steps;
};

/// Counters of samples, so many that threads seldom meet at one.
inline constexpr int kNumCounters = 256;
/// Threads that sum up squares.
inline constexpr int kNumSquareSums = 512;

struct SquareSum {
  float squares;
  int count;
};

/// Everything that a level holds, in the memory of the device that runs it.
struct LevelArrays {
  int resolution, blocks_a_side, num_blocks, num_sampled_blocks;
  float spacing;
  glm::vec3 origin;
  const std::int32_t *grid, *neighbors;
  const ViewData* views;

  float *values, *smoothed;
  FieldNode *nodes, *derivatives;
  unsigned long long* ray_sums;     ///< four a voxel, in units
  unsigned long long* num_samples;  ///< kNumCounters, of the running step
  unsigned long long* all_samples;  ///< one, of the steps so far
  float* gradient;
  float* sampled;  ///< of one block of kSquaresEvery: the gradient without what the blocks around it add
  SquareSum* square_sums;
  float *mean, *square;
  CoarseArrays coarse[kNumCoarse];  ///< 4^3, 2^3, 1 values a block
  StepState* state;

  ENVISION3D_PORTABLE int num_voxels() const { return num_blocks * kVoxels; }
  ENVISION3D_PORTABLE const std::int32_t* neighbors_of(int block) const { return neighbors + 27 * block; }
};

/// Index of a voxel of `block` or, one block at most beyond it, of those around it; -1 where no block is kept.
template <int side>
ENVISION3D_PORTABLE int voxel_at(const std::int32_t* neighbors, int x, int y, int z) {
  const auto beyond = [](int i) { return i < 0 ? -1 : i < side ? 0 : 1; };
  const int block = neighbors[(beyond(z) + 1) * 9 + (beyond(y) + 1) * 3 + beyond(x) + 1];
  const auto place = [](int i) { return i & (side - 1); };
  return block < 0 ? -1 : ((block * side + place(z)) * side + place(y)) * side + place(x);
}

/// One value a voxel of a block and of the voxels around it; beyond kept blocks the nearest voxel of the block repeats.
/// Twin of SparseField::gather.
template <int side>
struct BlockValuesAround {
  const float* data;
  const std::int32_t* neighbors;
  int block;

  ENVISION3D_PORTABLE float at(int x, int y, int z) const {
    const int voxel = voxel_at<side>(neighbors, x, y, z);
    if (voxel >= 0) return data[voxel];
    const auto place = [](int i) { return i < 0 ? 0 : i < side ? i : side - 1; };
    return data[((block * side + place(z)) * side + place(y)) * side + place(x)];
  }
};

/// Place of a thread's voxel: side^3 threads a block.
template <int side>
struct VoxelPlace {
  int block, x, y, z;
  ENVISION3D_PORTABLE explicit VoxelPlace(int i)
      : block(i / (side * side * side)), x(i % side), y(i / side % side), z(i / (side * side) % side) {}
};

}  // namespace core::reconstruct::cuda
