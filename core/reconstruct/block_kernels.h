// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <span>

#include "core/reconstruct/refinement_rules.h"
#include "core/reconstruct/sdf_volume.h"

/// The loops over the 8^3 voxels of one block that the optimiser spends its time in, on plain arrays.
namespace core::reconstruct {

/// A value a voxel of a block.
using BlockValues = std::array<float, SparseField::kVoxels>;

/// Derivatives of the loss by what the renderer reads at each voxel: the value, then the three parts of the gradient.
using BlockNodes = std::array<BlockValues, 4>;

/// The same, voxel by voxel.
using VoxelNodes = std::array<Node, SparseField::kVoxels>;

/// A value a voxel of each side of a block: -x, +x, -y, +y, -z, +z; along a side the lower axis counts faster.
using BlockSides = std::array<std::array<float, SparseField::kSide * SparseField::kSide>, 6>;

/// Values and central differences of a block and of the next voxels.
/// @param scale  0.5 / spacing
void find_nodes(const SparseField::Apron<2>& values, float scale, NodeBlock& nodes);

/// Adds the nodes of a block that stand for voxels of the block that lies `offset` (0 or 1 along each axis) beyond it.
void add_nodes(const NodeBlock& nodes, const glm::ivec3& offset, VoxelNodes& sums);

/// Derivatives part by part, with those of weight * (|g| - 1)^2 added at voxels with |f| < band. Voxels on an open side
/// have no difference across it, and would be pushed apart there if it counted.
void add_eikonal(const SparseField::Apron<1>& values, const SparseField::Sides& open_sides, float scale, float band,
                 float weight, const VoxelNodes& nodes, BlockNodes& derivatives);

/// Derivative by the values: the direct one, and that through the (transposed) central differences. What the
/// differences of the block's border ask of voxels beyond goes to `beyond`.
void find_value_gradient(const BlockNodes& derivatives, float scale, BlockValues& gradient, BlockSides& beyond);

/// Sum of the squares of values that are not 0, and how many there are.
struct SquareSum {
  float squares = 0.0f;
  int count = 0;
};
SquareSum sum_squares(const BlockValues& values);

/// Adds what the block beyond side `side` (0..5) asks of the voxels along this side.
/// @param asked  of that block, for its opposite side
void add_side(int side, const BlockSides& asked, BlockValues& gradient);

/// Adam's moments; the step replaces the gradient.
void adam(const AdamStep& step, std::span<float> gradient, std::span<float> mean, std::span<float> square);

/// Sums of 2^3 voxels.
/// @param fine  side^3 values  @param coarse  (side / 2)^3 values
void restrict_block(int side, const float* fine, float* coarse);

/// Adds a grid of half^3 voxels, with one more on every side, to one of twice the resolution, trilinearly.
/// @param fine  (2 half)^3 values
template <int half>
void add_upsampled(const SparseField::Apron<1, half>& coarse, float* fine);

/// Laplace(Laplace(f)) in voxel units.
void find_bilaplacian(const SparseField::Apron<2>& values, BlockValues& result);

}  // namespace core::reconstruct
