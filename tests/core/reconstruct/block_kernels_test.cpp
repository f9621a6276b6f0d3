// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/reconstruct/block_kernels.h"

#include <gtest/gtest.h>

#include <cmath>
#include <memory>
#include <vector>

#include "core/base/random.h"

namespace core::reconstruct {
namespace {

constexpr int kSide = SparseField::kSide;
constexpr float kScale = 0.5f / 0.1f;

int apron_at(int x, int y, int z) { return ((z + 1) * SparseField::kApron + y + 1) * SparseField::kApron + x + 1; }

/// Values of a block far from the others: nothing around it.
SparseField::Apron random_values(std::uint64_t seed) {
  SparseField::Apron values{};
  Random random(seed);
  for (int i = 0; i < SparseField::kVoxels; ++i) {
    values[static_cast<std::size_t>(apron_at(i % 8, i / 8 % 8, i / 64))] = random.uniform(-0.3f, 0.3f);
  }
  return values;
}

double eikonal_of(const SparseField::Apron& values, float band, float weight) {
  double sum = 0.0;
  for (int i = 0; i < SparseField::kVoxels; ++i) {
    const auto at = [&](int dx, int dy, int dz) {
      return static_cast<double>(values[static_cast<std::size_t>(apron_at(i % 8 + dx, i / 8 % 8 + dy, i / 64 + dz))]);
    };
    if (std::abs(at(0, 0, 0)) >= static_cast<double>(band)) continue;
    const double x = (at(1, 0, 0) - at(-1, 0, 0)) * kScale, y = (at(0, 1, 0) - at(0, -1, 0)) * kScale,
                 z = (at(0, 0, 1) - at(0, 0, -1)) * kScale, excess = std::sqrt(x * x + y * y + z * z) - 1.0;
    sum += static_cast<double>(weight) * excess * excess;
  }
  return sum;
}

const BlockNodes& nothing() {
  static const BlockNodes none{};
  return none;
}

NextBlocks alone() { return {&nothing(), &nothing(), &nothing(), &nothing(), &nothing(), &nothing()}; }

TEST(FindNodes, TakesCentralDifferencesOfALinearField) {
  SparseField::Apron values{};
  for (int z = -1; z <= kSide; ++z) {
    for (int y = -1; y <= kSide; ++y) {
      for (int x = -1; x <= kSide; ++x) {
        values[static_cast<std::size_t>(apron_at(x, y, z))] = 0.1f * static_cast<float>(x + 2 * y - 3 * z);
      }
    }
  }
  std::vector<Node> nodes(SparseField::kVoxels);
  find_nodes(values, kScale, nodes.data());
  for (const Node& node : nodes) {
    EXPECT_NEAR(node[1], 1.0f, 1e-4f);
    EXPECT_NEAR(node[2], 2.0f, 1e-4f);
    EXPECT_NEAR(node[3], -3.0f, 1e-4f);
  }
  EXPECT_NEAR(nodes[8 + 1][0], 0.3f, 1e-6f);
}

TEST(FindValueGradient, IsTheTransposeOfFindNodes) {
  const SparseField::Apron values = random_values(1);
  std::vector<Node> nodes(SparseField::kVoxels), derivatives(SparseField::kVoxels);
  find_nodes(values, kScale, nodes.data());
  Random random(2);
  double forward = 0.0;
  for (std::size_t i = 0; i < derivatives.size(); ++i) {
    for (std::size_t part = 0; part < 4; ++part) {
      derivatives[i][part] = random.normal();
      forward += static_cast<double>(derivatives[i][part] * nodes[i][part]);
    }
  }
  BlockNodes by_part{};
  add_nodes(derivatives.data(), by_part);
  std::vector<float> gradient(SparseField::kVoxels);
  find_value_gradient(by_part, alone(), kScale, gradient.data());
  double backward = 0.0;
  for (int i = 0; i < SparseField::kVoxels; ++i) {
    backward += static_cast<double>(gradient[static_cast<std::size_t>(i)] *
                                    values[static_cast<std::size_t>(apron_at(i % 8, i / 8 % 8, i / 64))]);
  }
  EXPECT_NEAR(forward, backward, 1e-3 * std::abs(forward) + 1e-2);
}

TEST(FindValueGradient, TakesTheShareOfTheBlocksNextToIt) {
  const auto next = std::make_unique<BlockNodes>();
  (*next)[1][0] = 1.0f;  // x 0, y 0, z 0 of the block after in x
  NextBlocks around = alone();
  around[1] = next.get();
  std::vector<float> gradient(SparseField::kVoxels);
  find_value_gradient(nothing(), around, kScale, gradient.data());
  for (std::size_t i = 0; i < gradient.size(); ++i) EXPECT_EQ(gradient[i], i == 7 ? -kScale : 0.0f) << i;
}

TEST(FindEikonal, DerivativeAgreesWithFiniteDifferences) {
  constexpr float kBand = 0.2f, kWeight = 0.7f;
  SparseField::Apron values = random_values(3);
  BlockNodes derivatives;
  find_eikonal(values, kScale, kBand, kWeight, derivatives);
  std::vector<float> gradient(SparseField::kVoxels);
  find_value_gradient(derivatives, alone(), kScale, gradient.data());
  for (const int i : {0, 7, 63, 100, 219, 300, 448, 511}) {
    float& value = values[static_cast<std::size_t>(apron_at(i % 8, i / 8 % 8, i / 64))];
    if (std::abs(std::abs(value) - kBand) < 0.01f) continue;
    const float before = value;
    constexpr float kMove = 1e-3f;
    value = before + kMove;
    const double above = eikonal_of(values, kBand, kWeight);
    value = before - kMove;
    const double below = eikonal_of(values, kBand, kWeight);
    value = before;
    const double expected = (above - below) / (2.0 * static_cast<double>(kMove));
    EXPECT_NEAR(static_cast<double>(gradient[static_cast<std::size_t>(i)]), expected, 0.01 * std::abs(expected) + 0.05)
        << i;
  }
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

TEST(AddUpsampled, KeepsLinearFields) {
  for (const int half : {1, 2, 4}) {
    const int wide = half + 2, side = 2 * half;
    std::vector<float> coarse, fine(static_cast<std::size_t>(side * side * side), 1.0f);
    for (int i = 0; i < wide * wide * wide; ++i) {
      coarse.push_back(static_cast<float>(i % wide) + 10.0f * static_cast<float>(i / wide % wide) +
                       100.0f * static_cast<float>(i / wide / wide));
    }
    add_upsampled(half, coarse.data(), fine.data());
    for (int i = 0; i < side * side * side; ++i) {
      const auto place = [](int k) { return 0.75f + 0.5f * static_cast<float>(k); };
      const float expected = 1.0f + place(i % side) + 10.0f * place(i / side % side) + 100.0f * place(i / side / side);
      EXPECT_NEAR(fine[static_cast<std::size_t>(i)], expected, 1e-3f) << half << ": " << i;
    }
  }
}

}  // namespace
}  // namespace core::reconstruct
