// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>

#include "core/reconstruct/block_kernels.h"
#include "core/reconstruct/cpu_refiner.h"
#include "core/reconstruct/cuda/level_data.h"
#include "core/reconstruct/refinement_rules.h"
#include "tests/support/level_scene.h"

/// Compares a refiner that runs the CUDA kernels, on the device or on the processor, with the CPU's block kernels: each
/// array of a level with what the CPU makes of the arrays before it.
///
/// Tolerances: both compute with floats, in another order and with fused multiplications on the device. The share is of
/// the root mean square of what is expected, and of the largest value for single ones. Rays meet decisions (does the
/// next sample lie in the band), at which one of ten thousand may turn the other way; their sums have 1e-3. On the
/// processor the shares are 1e-5 for rays, 2e-4 for steps.
namespace support {

using core::reconstruct::cuda::LevelArray;

/// @param Refiner  has download() besides, and Refiner(SparseField, const RayTargets&)
template <class Refiner>
class RefinerTwin : public testing::Test {
 protected:
  /// Skips where the refiner cannot run.
  void SetUp() override {}

  static const std::vector<LevelScene>& scenes() {
    static const std::vector<LevelScene> made = {sphere_scene(), torus_scene(), rough_scene()};
    return made;
  }

  template <class T = float>
  static std::vector<T> array_of(Refiner& refiner, LevelArray which, std::size_t size) {
    std::vector<T> values(size);
    refiner.download(which, values.data());
    return values;
  }

  static void expect_near(const std::vector<float>& found, const std::vector<float>& expected, double share_of_rms,
                          double share_of_largest, const std::string& what) {
    ASSERT_EQ(found.size(), expected.size());
    double squares = 0.0, off_squares = 0.0, largest = 0.0, most_off = 0.0;
    for (std::size_t i = 0; i < found.size(); ++i) {
      const double value = static_cast<double>(expected[i]), off = static_cast<double>(found[i]) - value;
      squares += value * value;
      off_squares += off * off;
      largest = std::max(largest, std::abs(value));
      most_off = std::max(most_off, std::abs(off));
    }
    EXPECT_GT(squares, 0.0) << what;
    EXPECT_LE(std::sqrt(off_squares), share_of_rms * std::sqrt(squares)) << what;
    EXPECT_LE(most_off, share_of_largest * largest) << what;
  }

  static std::vector<float> difference(const std::vector<float>& a, const std::vector<float>& b) {
    std::vector<float> result(a.size());
    for (std::size_t i = 0; i < a.size(); ++i) result[i] = a[i] - b[i];
    return result;
  }

  /// Derivatives voxel by voxel, as the CPU's kernels keep them part by part.
  static std::vector<float> interleaved(const std::vector<core::reconstruct::BlockNodes>& blocks) {
    std::vector<float> values;
    for (const auto& parts : blocks) {
      for (std::size_t i = 0; i < parts[0].size(); ++i) {
        for (const auto& part : parts) values.push_back(part[i]);
      }
    }
    return values;
  }

  /// What the CPU's renderer and block kernels give for the scene's field.
  static std::vector<core::reconstruct::BlockNodes> derivatives_of(const LevelScene& scene,
                                                                   const core::reconstruct::StepSettings& settings,
                                                                   bool with_rays) {
    using namespace core::reconstruct;
    SparseField field = scene.field;
    FieldOptimizer optimizer(field);
    GradientBuffer rays(field.num_blocks());
    RenderStatistics statistics;
    render_tiles(field, optimizer.update_nodes(), scene.targets, scene.tiles, settings.render, rays, statistics);
    const float weight =
        settings.eikonal_weight * static_cast<float>(statistics.num_samples) / static_cast<float>(field.num_voxels());
    std::vector<BlockNodes> derivatives(field.num_blocks());
    for (std::size_t block = 0; block < field.num_blocks(); ++block) {
      VoxelNodes sums{};
      for (int n = 0; with_rays && n < 8; ++n) {
        const glm::ivec3 offset(n & 1, n >> 1 & 1, n >> 2);
        const int before = field.neighbor(block, -offset.x, -offset.y, -offset.z);
        const NodeBlock* nodes = before < 0 ? nullptr : rays.find(static_cast<std::size_t>(before));
        if (nodes != nullptr) add_nodes(*nodes, offset, sums);
      }
      SparseField::Apron<1> values;
      field.gather(field.values(), block, values);
      add_eikonal(values, field.open_sides(block), 0.5f / field.spacing(), kEikonalBandVoxels * field.spacing(), weight,
                  sums, derivatives[block]);
    }
    return derivatives;
  }

  static std::vector<float> derivatives_of(Refiner& refiner, const LevelScene& scene) {
    return array_of(refiner, LevelArray::Derivatives, 4 * scene.field.num_voxels());
  }
};

TYPED_TEST_SUITE_P(RefinerTwin);

TYPED_TEST_P(RefinerTwin, NodesAreThoseOfFindNodes) {
  for (const LevelScene& scene : this->scenes()) {
    TypeParam refiner(scene.field, scene.targets);
    refiner.step({}, scene.settings);
    core::reconstruct::SparseField field = scene.field;
    core::reconstruct::FieldOptimizer optimizer(field);
    const auto& expected = optimizer.update_nodes();
    std::vector<float> values(4 * expected.size() * expected[0].size());
    std::memcpy(values.data(), expected.data(), values.size() * sizeof(float));
    this->expect_near(this->array_of(refiner, LevelArray::Nodes, values.size()), values, 1e-6, 1e-5, scene.name);
  }
}

TYPED_TEST_P(RefinerTwin, RaysAskForWhatTheRendererAsksFor) {
  for (const LevelScene& scene : this->scenes()) {
    TypeParam refiner(scene.field, scene.targets);
    auto settings = scene.settings;
    settings.eikonal_weight = 0.0f;
    refiner.step(scene.tiles, settings);
    this->expect_near(this->derivatives_of(refiner, scene),
                      this->interleaved(this->derivatives_of(scene, settings, true)), 1e-3, 2e-2, scene.name);
  }
}

TYPED_TEST_P(RefinerTwin, SlopesOfUnitLengthAreAskedForAsInAddEikonal) {
  for (const LevelScene& scene : this->scenes()) {
    TypeParam refiner(scene.field, scene.targets);
    auto settings = scene.settings;
    // Rays that count samples and ask for nothing.
    settings.render.normal_weight = settings.render.mask_weight = 0.0f;
    refiner.step(scene.tiles, settings);
    this->expect_near(this->derivatives_of(refiner, scene),
                      this->interleaved(this->derivatives_of(scene, settings, false)), 1e-4, 3e-4, scene.name);
  }
}

TYPED_TEST_P(RefinerTwin, GradientsAreTheTransposedDifferences) {
  using namespace core::reconstruct;
  for (const LevelScene& scene : this->scenes()) {
    TypeParam refiner(scene.field, scene.targets);
    refiner.step(scene.tiles, scene.settings);
    const std::vector<float> nodes = this->derivatives_of(refiner, scene);
    const std::size_t num_blocks = scene.field.num_blocks();
    std::vector<BlockValues> gradient(num_blocks);
    std::vector<BlockSides> beyond(num_blocks);
    for (std::size_t block = 0; block < num_blocks; ++block) {
      BlockNodes parts;
      for (std::size_t i = 0; i < 4 * SparseField::kVoxels; ++i)
        parts[i % 4][i / 4] = nodes[block * 4 * SparseField::kVoxels + i];
      find_value_gradient(parts, 0.5f / scene.field.spacing(), gradient[block], beyond[block]);
    }
    std::vector<float> expected;
    for (std::size_t block = 0; block < num_blocks; ++block) {
      for (int side = 0; side < 6; ++side) {
        const int d = (side & 1) != 0 ? 1 : -1;
        const int other = scene.field.neighbor(block, side < 2 ? d : 0, side / 2 == 1 ? d : 0, side > 3 ? d : 0);
        if (other >= 0) add_side(side, beyond[static_cast<std::size_t>(other)], gradient[block]);
      }
      expected.insert(expected.end(), gradient[block].begin(), gradient[block].end());
    }
    this->expect_near(this->array_of(refiner, LevelArray::Gradient, expected.size()), expected, 1e-5, 1e-5, scene.name);
  }
}

TYPED_TEST_P(RefinerTwin, CoarserLevelsSumEightVoxels) {
  for (const LevelScene& scene : this->scenes()) {
    TypeParam refiner(scene.field, scene.targets);
    refiner.step(scene.tiles, scene.settings);
    std::vector<float> fine = this->array_of(refiner, LevelArray::Gradient, scene.field.num_voxels());
    int side = core::reconstruct::SparseField::kSide;
    for (const LevelArray which : {LevelArray::CoarseSums, LevelArray::CoarserSums, LevelArray::CoarsestSums}) {
      std::vector<float> expected(fine.size() / 8);
      const auto size = static_cast<std::size_t>(side * side * side);
      for (std::size_t block = 0; block < scene.field.num_blocks(); ++block)
        core::reconstruct::restrict_block(side, fine.data() + block * size, expected.data() + block * size / 8);
      const std::vector<float> found = this->array_of(refiner, which, expected.size());
      this->expect_near(found, expected, 1e-5, 1e-5, scene.name);
      fine = found;
      side /= 2;
    }
  }
}

TYPED_TEST_P(RefinerTwin, AStepMovesTheFieldAsTheOptimizerDoes) {
  for (const LevelScene& scene : this->scenes()) {
    TypeParam refiner(scene.field, scene.targets);
    core::reconstruct::CpuRefiner cpu(scene.field, scene.targets);
    refiner.step(scene.tiles, scene.settings);
    cpu.step(scene.tiles, scene.settings);
    const std::vector<float>& before = scene.field.values();
    this->expect_near(this->difference(refiner.field().values(), before),
                      this->difference(cpu.field().values(), before), 2e-3, 0.02, scene.name);
    const auto expected = static_cast<double>(cpu.num_samples());
    EXPECT_NEAR(static_cast<double>(refiner.num_samples()), expected, 1e-3 * expected);
  }
}

TYPED_TEST_P(RefinerTwin, SmoothingIsTheBilaplacian) {
  for (const LevelScene& scene : this->scenes()) {
    TypeParam refiner(scene.field, scene.targets);
    core::reconstruct::CpuRefiner cpu(scene.field, scene.targets);
    for (int i = 0; i < 3; ++i) {
      refiner.smooth(0.005f);
      cpu.smooth(0.005f);
    }
    this->expect_near(refiner.field().values(), cpu.field().values(), 1e-6, 1e-6, scene.name);
  }
}

TYPED_TEST_P(RefinerTwin, ManyStepsLeadToTheSameSurface) {
  constexpr int kNumSteps = 6;
  for (const LevelScene& scene : this->scenes()) {
    TypeParam refiner(scene.field, scene.targets);
    core::reconstruct::CpuRefiner cpu(scene.field, scene.targets);
    for (int step = 0; step < kNumSteps; ++step) {
      // Another third of the tiles each time.
      std::vector<core::reconstruct::Tile> tiles;
      for (std::size_t i = static_cast<std::size_t>(step) % 3; i < scene.tiles.size(); i += 3)
        tiles.push_back(scene.tiles[i]);
      for (core::reconstruct::LevelRefiner* each : {static_cast<core::reconstruct::LevelRefiner*>(&refiner),
                                                    static_cast<core::reconstruct::LevelRefiner*>(&cpu)}) {
        each->step(tiles, scene.settings);
        if (step % 2 == 1) each->smooth(0.005f);
      }
    }
    const std::vector<float>& before = scene.field.values();
    this->expect_near(this->difference(refiner.field().values(), before),
                      this->difference(cpu.field().values(), before), 5e-3, 0.05, scene.name);
  }
}

TYPED_TEST_P(RefinerTwin, TheSameStepsGiveTheSameBytes) {
  const LevelScene& scene = this->scenes().front();
  TypeParam first(scene.field, scene.targets), second(scene.field, scene.targets);
  for (int step = 0; step < 3; ++step) {
    first.step(scene.tiles, scene.settings);
    second.step(scene.tiles, scene.settings);
  }
  EXPECT_EQ(first.field().values(), second.field().values());
}

REGISTER_TYPED_TEST_SUITE_P(RefinerTwin, NodesAreThoseOfFindNodes, RaysAskForWhatTheRendererAsksFor,
                            SlopesOfUnitLengthAreAskedForAsInAddEikonal, GradientsAreTheTransposedDifferences,
                            CoarserLevelsSumEightVoxels, AStepMovesTheFieldAsTheOptimizerDoes,
                            SmoothingIsTheBilaplacian, ManyStepsLeadToTheSameSurface, TheSameStepsGiveTheSameBytes);

}  // namespace support
