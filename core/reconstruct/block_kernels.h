// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <span>

#include "core/reconstruct/sdf_volume.h"

/// The loops over the 8^3 voxels of one block that the optimiser spends its time in, on plain arrays.
namespace core::reconstruct {

/// A value a voxel of a block.
using BlockValues = std::array<float, SparseField::kVoxels>;

/// Derivatives of the loss by what the renderer reads at each voxel: the value, then the three parts of the gradient.
using BlockNodes = std::array<BlockValues, 4>;

/// Values and central differences of a block, one after the other, from its values and those around them.
/// @param scale  0.5 / spacing
void find_nodes(const SparseField::Apron& values, float scale, Node* nodes);

/// Derivative of weight * (|g| - 1)^2 at voxels with |f| < band; 0 at others. Sets all of `derivatives`.
void find_eikonal(const SparseField::Apron& values, float scale, float band, float weight, BlockNodes& derivatives);

/// Adds derivatives that are stored voxel by voxel.
void add_nodes(const Node* nodes, BlockNodes& derivatives);

/// Blocks next to a block: -x, +x, -y, +y, -z, +z.
using NextBlocks = std::array<const BlockNodes*, 6>;

/// Derivative by the values: the direct one, and that through the (transposed) central differences.
/// @param gradient  512 values
void find_value_gradient(const BlockNodes& own, const NextBlocks& next, float scale, float* gradient);

inline constexpr float kAdamBeta1 = 0.9f, kAdamBeta2 = 0.99f;

/// Adam's moments; the step replaces the gradient. The corrections are 1 / (1 - beta^t).
struct AdamStep {
  float correction_mean, correction_square, epsilon, learning_rate;
};
void adam(const AdamStep& step, std::span<float> gradient, std::span<float> mean, std::span<float> square);

/// Adds a grid of half^3 voxels, with one more on every side, to one of twice the resolution, trilinearly.
/// @param coarse  (half + 2)^3 values  @param fine  (2 half)^3 values  @param half  1, 2 or 4
void add_upsampled(int half, const float* coarse, float* fine);

}  // namespace core::reconstruct
