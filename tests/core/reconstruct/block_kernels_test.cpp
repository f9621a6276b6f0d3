// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/reconstruct/block_kernels.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "core/base/random.h"

namespace core::reconstruct {
namespace {

constexpr int kSide = SparseField::kSide;
constexpr float kScale = 0.5f / 0.1f;

/// Values of a block far from the others: nothing around it.
template <int margin>
SparseField::Apron<margin> random_values(std::uint64_t seed) {
  SparseField::Apron<margin> apron{};
  Random random(seed);
  for (int i = 0; i < SparseField::kVoxels; ++i) {
    apron.values[apron.index(i % 8, i / 8 % 8, i / 64)] = random.uniform(-0.3f, 0.3f);
  }
  return apron;
}

double eikonal_of(const SparseField::Apron<1>& apron, float band, float weight) {
  double sum = 0.0;
  for (int i = 0; i < SparseField::kVoxels; ++i) {
    const auto at = [&](int dx, int dy, int dz) {
      return static_cast<double>(apron.values[apron.index(i % 8 + dx, i / 8 % 8 + dy, i / 64 + dz)]);
    };
    if (std::abs(at(0, 0, 0)) >= static_cast<double>(band)) continue;
    const double x = (at(1, 0, 0) - at(-1, 0, 0)) * kScale, y = (at(0, 1, 0) - at(0, -1, 0)) * kScale,
                 z = (at(0, 0, 1) - at(0, 0, -1)) * kScale, excess = std::sqrt(x * x + y * y + z * z) - 1.0;
    sum += static_cast<double>(weight) * excess * excess;
  }
  return sum;
}

/// Node derivatives of the voxels of a block itself, part by part.
BlockNodes parts_of(const NodeBlock& nodes) {
  VoxelNodes sums{};
  add_nodes(nodes, {0, 0, 0}, sums);
  BlockNodes parts;
  add_eikonal(SparseField::Apron<1>{}, {}, kScale, 0.0f, 0.0f, sums, parts);
  return parts;
}

TEST(FindNodes, TakesCentralDifferencesOfALinearField) {
  SparseField::Apron<2> apron{};
  for (int z = -2; z <= kSide + 1; ++z) {
    for (int y = -2; y <= kSide + 1; ++y) {
      for (int x = -2; x <= kSide + 1; ++x)
        apron.values[apron.index(x, y, z)] = 0.1f * static_cast<float>(x + 2 * y - 3 * z);
    }
  }
  NodeBlock nodes;
  find_nodes(apron, kScale, nodes);
  for (const Node& node : nodes) {
    EXPECT_NEAR(node[1], 1.0f, 1e-4f);
    EXPECT_NEAR(node[2], 2.0f, 1e-4f);
    EXPECT_NEAR(node[3], -3.0f, 1e-4f);
  }
  EXPECT_NEAR(nodes[kNodesASide + 1][0], 0.3f, 1e-6f);
}

TEST(FindValueGradient, IsTheTransposeOfFindNodes) {
  const SparseField::Apron<2> apron = random_values<2>(1);
  NodeBlock nodes, derivatives{};
  find_nodes(apron, kScale, nodes);
  Random random(2);
  double forward = 0.0;
  for (int i = 0; i < SparseField::kVoxels; ++i) {
    const auto at = static_cast<std::size_t>((i / 64 * kNodesASide + i / 8 % 8) * kNodesASide + i % 8);
    for (std::size_t part = 0; part < 4; ++part) {
      derivatives[at][part] = random.normal();
      forward += static_cast<double>(derivatives[at][part] * nodes[at][part]);
    }
  }
  BlockValues gradient;
  BlockSides beyond;
  find_value_gradient(parts_of(derivatives), kScale, gradient, beyond);
  double backward = 0.0;
  for (int i = 0; i < SparseField::kVoxels; ++i) {
    backward += static_cast<double>(gradient[static_cast<std::size_t>(i)] *
                                    apron.values[apron.index(i % 8, i / 8 % 8, i / 64)]);
  }
  EXPECT_NEAR(forward, backward, 1e-3 * std::abs(forward) + 1e-2);
}

TEST(FindValueGradient, AsksOfEachSideWhatTheBlockBeyondAddsThere) {
  // One derivative by the gradient at each corner of the block; the differences reach one voxel out, along each axis.
  for (int corner = 0; corner < 8; ++corner) {
    const int x = (corner & 1) * 7, y = (corner >> 1 & 1) * 7, z = (corner >> 2) * 7;
    BlockNodes derivatives{};
    for (std::size_t part = 1; part < 4; ++part)
      derivatives[part][static_cast<std::size_t>((z * 8 + y) * 8 + x)] = static_cast<float>(part);
    BlockValues own, next{};
    BlockSides beyond;
    find_value_gradient(derivatives, kScale, own, beyond);
    const std::array<int, 3> voxel = {x, y, z};
    for (int axis = 0; axis < 3; ++axis) {
      const bool is_last = voxel[static_cast<std::size_t>(axis)] == 7;
      // Seen from the block beyond, the side is its opposite one.
      next.fill(0.0f);
      add_side(2 * axis + (is_last ? 0 : 1), beyond, next);
      std::array<int, 3> across = voxel;
      across[static_cast<std::size_t>(axis)] = is_last ? 0 : 7;
      for (int i = 0; i < SparseField::kVoxels; ++i) {
        const bool is_there = i == (across[2] * 8 + across[1]) * 8 + across[0];
        const float expected = is_there ? (is_last ? 1.0f : -1.0f) * kScale * static_cast<float>(axis + 1) : 0.0f;
        ASSERT_EQ(next[static_cast<std::size_t>(i)], expected)
            << "corner " << corner << " axis " << axis << " voxel " << i;
      }
    }
  }
}

TEST(AddNodes, TakesTheFarSidesForTheBlocksBeyond) {
  NodeBlock nodes{};
  nodes[(8 * kNodesASide + 3) * kNodesASide + 8] = Node{1.0f, 2.0f, 3.0f, 4.0f};
  VoxelNodes own{}, beyond{};
  add_nodes(nodes, {0, 0, 0}, own);
  for (const Node& node : own) EXPECT_EQ(node[0], 0.0f);
  add_nodes(nodes, {1, 0, 1}, beyond);
  for (std::size_t i = 0; i < beyond.size(); ++i) EXPECT_EQ(beyond[i][3], i == 3 * kSide ? 4.0f : 0.0f) << i;
}

TEST(AddEikonal, DerivativeAgreesWithFiniteDifferences) {
  constexpr float kBand = 0.2f, kWeight = 0.7f;
  SparseField::Apron<1> apron = random_values<1>(3);
  BlockNodes derivatives;
  add_eikonal(apron, {}, kScale, kBand, kWeight, VoxelNodes{}, derivatives);
  BlockValues gradient;
  BlockSides beyond;
  find_value_gradient(derivatives, kScale, gradient, beyond);
  for (const int i : {0, 7, 63, 100, 219, 300, 448, 511}) {
    float& value = apron.values[apron.index(i % 8, i / 8 % 8, i / 64)];
    if (std::abs(std::abs(value) - kBand) < 0.01f) continue;
    const float before = value;
    constexpr float kMove = 1e-3f;
    value = before + kMove;
    const double above = eikonal_of(apron, kBand, kWeight);
    value = before - kMove;
    const double below = eikonal_of(apron, kBand, kWeight);
    value = before;
    const double expected = (above - below) / (2.0 * static_cast<double>(kMove));
    EXPECT_NEAR(static_cast<double>(gradient[static_cast<std::size_t>(i)]), expected, 0.01 * std::abs(expected) + 0.05)
        << i;
  }
}

TEST(AddEikonal, LeavesVoxelsOnOpenSidesAlone) {
  const SparseField::Apron<1> apron = random_values<1>(4);
  BlockNodes all, inner;
  add_eikonal(apron, {}, kScale, 1.0f, 0.7f, VoxelNodes{}, all);
  add_eikonal(apron, {true, false, false, true, true, false}, kScale, 1.0f, 0.7f, VoxelNodes{}, inner);
  for (std::size_t i = 0; i < SparseField::kVoxels; ++i) {
    const bool is_open = i % 8 == 0 || i / 8 % 8 == 7 || i / 64 == 0;
    EXPECT_NE(all[1][i], 0.0f) << i;
    EXPECT_EQ(inner[1][i], is_open ? 0.0f : all[1][i]) << i;
  }
}

TEST(SumSquares, CountsWhatIsNotZero) {
  BlockValues values{};
  values[3] = 2.0f;
  values[510] = -3.0f;
  const SquareSum sum = sum_squares(values);
  EXPECT_EQ(sum.squares, 13.0f);
  EXPECT_EQ(sum.count, 2);
}

TEST(FindBilaplacian, IsTheLaplacianTwice) {
  // Of (x^2 + y^2 + z^2)^2, whose Laplacian's Laplacian is 120; fourth differences of a polynomial of degree 4 are
  // exact.
  SparseField::Apron<2> apron;
  for (int z = -2; z <= kSide + 1; ++z) {
    for (int y = -2; y <= kSide + 1; ++y) {
      for (int x = -2; x <= kSide + 1; ++x) {
        const auto square = static_cast<float>((x - 4) * (x - 4) + (y - 4) * (y - 4) + (z - 4) * (z - 4));
        apron.values[apron.index(x, y, z)] = square * square;
      }
    }
  }
  BlockValues result;
  find_bilaplacian(apron, result);
  for (const float value : result) EXPECT_EQ(value, 120.0f);
}

TEST(RestrictBlock, SumsEightVoxels) {
  std::vector<float> fine(64), coarse(8);
  for (std::size_t i = 0; i < fine.size(); ++i) fine[i] = static_cast<float>(i);
  restrict_block(4, fine.data(), coarse.data());
  EXPECT_EQ(coarse[0], 0.0f + 1 + 4 + 5 + 16 + 17 + 20 + 21);
  EXPECT_EQ(coarse[7], 42.0f + 43 + 46 + 47 + 58 + 59 + 62 + 63);
}

TEST(Adam, FirstStepHasTheSizeOfTheLearningRate) {
  std::vector<float> gradient = {3.0f, -0.5f, 0.0f}, mean(3), square(3);
  adam({1.0f / (1.0f - kAdamBeta1), 1.0f / (1.0f - kAdamBeta2), 1e-12f, 0.01f}, gradient, mean, square);
  EXPECT_NEAR(gradient[0], -0.01f, 1e-6f);
  EXPECT_NEAR(gradient[1], 0.01f, 1e-6f);
  EXPECT_EQ(gradient[2], 0.0f);
  EXPECT_NEAR(mean[0], 0.3f, 1e-6f);
  EXPECT_NEAR(square[0], 0.09f, 1e-6f);
}

template <int half>
void expect_linear_fields_are_kept() {
  constexpr int side = 2 * half;
  SparseField::Apron<1, half> coarse;
  for (int z = -1; z <= half; ++z) {
    for (int y = -1; y <= half; ++y) {
      for (int x = -1; x <= half; ++x) coarse.values[coarse.index(x, y, z)] = static_cast<float>(x + 10 * y + 100 * z);
    }
  }
  std::vector<float> fine(static_cast<std::size_t>(side * side * side), 1.0f);
  add_upsampled(coarse, fine.data());
  for (int i = 0; i < side * side * side; ++i) {
    const auto place = [](int k) { return -0.25f + 0.5f * static_cast<float>(k); };
    const float expected = 1.0f + place(i % side) + 10.0f * place(i / side % side) + 100.0f * place(i / side / side);
    EXPECT_NEAR(fine[static_cast<std::size_t>(i)], expected, 1e-3f) << half << ": " << i;
  }
}

TEST(AddUpsampled, KeepsLinearFields) {
  expect_linear_fields_are_kept<1>();
  expect_linear_fields_are_kept<2>();
  expect_linear_fields_are_kept<4>();
}

}  // namespace
}  // namespace core::reconstruct
