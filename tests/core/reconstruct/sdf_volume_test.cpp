// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/reconstruct/sdf_volume.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <glm/common.hpp>
#include <glm/geometric.hpp>

#include "core/mesh/topology.h"
#include "core/reconstruct/field_codec.h"
#include "core/reconstruct/field_optimizer.h"

namespace core::reconstruct {
namespace {

DenseField sphere_field(int resolution, float radius) {
  DenseField field({glm::vec3(0.02f, -0.01f, 0.0f), 0.45f}, resolution);
  for (int z = 0; z < resolution; ++z) {
    for (int y = 0; y < resolution; ++y) {
      for (int x = 0; x < resolution; ++x) field.at(x, y, z) = glm::length(field.position(x, y, z)) - radius;
    }
  }
  return field;
}

TEST(DenseField, SamplesBetweenVoxelsTrilinearly) {
  const DenseField field = sphere_field(32, 0.3f);
  EXPECT_NEAR(field.sample({0.3f, 0.0f, 0.0f}), 0.0f, 0.002f);
  EXPECT_NEAR(field.sample({0.0f, 0.2f, 0.1f}), std::sqrt(0.05f) - 0.3f, 0.002f);
  EXPECT_EQ(field.sample(field.position(3, 4, 5)), field.at(3, 4, 5));
}

TEST(DenseField, SamplesARowAsItSamplesItsPoints) {
  const DenseField field = sphere_field(32, 0.3f);
  std::vector<float> row(80);
  // From outside the grid to beyond its other side.
  const glm::vec3 first(-0.6f, 0.07f, -0.11f);
  field.sample_row(first, 0.016f, row);
  for (std::size_t i = 0; i < row.size(); ++i) {
    EXPECT_NEAR(row[i], field.sample(first + glm::vec3(0.016f * static_cast<float>(i), 0.0f, 0.0f)), 1e-5f);
  }
}

TEST(SparseField, KeepsBlocksNearTheSurfaceOnlyAndTheSignElsewhere) {
  const DenseField field = sphere_field(64, 0.3f);
  const SparseField sparse(field, 128, 4.0f);
  EXPECT_LT(sparse.num_blocks(), 16u * 16u * 16u / 2u);
  const DenseField back = sparse.dense();
  for (int z = 0; z < 128; z += 3) {
    for (int y = 0; y < 128; y += 3) {
      for (int x = 0; x < 128; x += 3) {
        const float truth = glm::length(back.position(x, y, z)) - 0.3f;
        if (std::abs(truth) < 3.5f * back.spacing()) {
          ASSERT_NEAR(back.at(x, y, z), truth, 0.002f);
        } else {
          ASSERT_EQ(back.at(x, y, z) < 0.0f, truth < 0.0f);
        }
      }
    }
  }
}

TEST(SparseField, KeepsTheRoomInWhichTheSurfaceMayMove) {
  const DenseField field = sphere_field(64, 0.2f), limits = sphere_field(64, 0.3f);
  const SparseField sparse(field, 128, 4.0f, &limits);
  EXPECT_LT(sparse.num_blocks(), 16u * 16u * 16u / 2u) << "nothing is kept beyond the limits and their band";
  const DenseField back = sparse.dense();
  for (int z = 0; z < 128; z += 3) {
    for (int y = 0; y < 128; y += 3) {
      for (int x = 0; x < 128; x += 3) {
        const float radius = glm::length(back.position(x, y, z));
        if (radius < 0.3f + 3.5f * back.spacing()) {
          // The distance has a cusp in the middle, which resampling rounds.
          ASSERT_NEAR(back.at(x, y, z), radius - 0.2f, radius < 0.03f ? 0.02f : 0.002f);
        } else {
          ASSERT_GT(back.at(x, y, z), 0.0f);
        }
      }
    }
  }
}

TEST(SparseField, GatherReadsAcrossBlocks) {
  const DenseField field = sphere_field(64, 0.3f);
  const SparseField sparse(field, 64, 1e3f);
  SparseField::Apron<2> apron;
  for (std::size_t block = 0; block < sparse.num_blocks(); block += 37) {
    sparse.gather(sparse.values(), block, apron);
    const glm::ivec3 first = sparse.place(block) * 8;
    for (int z = -2; z <= 9; ++z) {
      for (int y = -2; y <= 9; ++y) {
        for (int x = -2; x <= 9; ++x) {
          const glm::ivec3 voxel = first + glm::ivec3(x, y, z);
          if (std::min({voxel.x, voxel.y, voxel.z}) < 0 || std::max({voxel.x, voxel.y, voxel.z}) > 63) continue;
          ASSERT_NEAR(apron.values[apron.index(x, y, z)], field.at(voxel.x, voxel.y, voxel.z), 1e-6f);
        }
      }
    }
  }
}

TEST(SparseField, GatherRepeatsTheNearestVoxelWhereThereIsNoBlock) {
  const SparseField sparse(sphere_field(64, 0.3f), 128, 1.0f);
  SparseField::Apron<1> apron;
  std::size_t num_missing = 0;
  for (std::size_t block = 0; block < sparse.num_blocks(); ++block) {
    if (sparse.neighbor(block, 1, 0, 0) >= 0) continue;
    ++num_missing;
    sparse.gather(sparse.values(), block, apron);
    EXPECT_EQ(apron.values[apron.index(8, 3, 4)], apron.values[apron.index(7, 3, 4)]);
  }
  EXPECT_GT(num_missing, 0u);
}

TEST(SparseField, ClearanceIsTheDistanceToTheNearestKeptBlock) {
  const SparseField sparse(sphere_field(64, 0.3f), 128, 2.0f);
  const int n = sparse.blocks_a_side();
  for (int i = 0; i < n * n * n; ++i) {
    const glm::ivec3 place(i % n, i / n % n, i / (n * n));
    int nearest = n;
    for (std::size_t block = 0; block < sparse.num_blocks(); ++block) {
      const glm::ivec3 d = glm::abs(sparse.place(block) - place);
      nearest = std::min(nearest, std::max({d.x, d.y, d.z}));
    }
    ASSERT_EQ(sparse.clearance_at(place), nearest) << place.x << " " << place.y << " " << place.z;
  }
}

TEST(FieldOptimizer, NodesAreValueAndCentralDifferencesUpToTheNextBlock) {
  const DenseField field = sphere_field(64, 0.3f);
  SparseField sparse(field, 64, 1e3f);
  FieldOptimizer optimizer(sparse);
  const auto block = static_cast<std::size_t>(sparse.block_at(3, 4, 4));
  const NodeBlock& nodes = optimizer.update_nodes()[block];
  for (int i = 0; i < static_cast<int>(nodes.size()); i += 7) {
    const glm::ivec3 voxel = sparse.place(block) * 8 + glm::ivec3(i % 9, i / 9 % 9, i / 81);
    const Node& node = nodes[static_cast<std::size_t>(i)];
    const auto slope = [&](const glm::ivec3& step) {
      const glm::ivec3 after = voxel + step, before = voxel - step;
      return (field.at(after.x, after.y, after.z) - field.at(before.x, before.y, before.z)) / (2.0f * field.spacing());
    };
    EXPECT_FLOAT_EQ(node[0], field.at(voxel.x, voxel.y, voxel.z));
    EXPECT_NEAR(node[1], slope({1, 0, 0}), 1e-4f);
    EXPECT_NEAR(node[2], slope({0, 1, 0}), 1e-4f);
    EXPECT_NEAR(node[3], slope({0, 0, 1}), 1e-4f);
  }
}

TEST(FieldOptimizer, AStepFollowsTheGradientDownhill) {
  SparseField sparse(sphere_field(64, 0.3f), 64, 1e3f);
  FieldOptimizer optimizer(sparse);
  std::vector<GradientBuffer> gradients(1, GradientBuffer(sparse.num_blocks()));
  // A loss that grows with the value everywhere in one block: the field there must fall, and most where the gradient
  // is.
  const std::size_t block = static_cast<std::size_t>(sparse.block_at(3, 4, 4));
  for (Node& node : gradients[0].at(block)) node[0] = 1.0f;
  const std::vector<float> before = sparse.values();
  optimizer.step(gradients, 0.0f, 1e-3f);
  const std::size_t middle = block * SparseField::kVoxels + 4 * 64 + 4 * 8 + 4;
  EXPECT_LT(sparse.values()[middle], before[middle] - 1e-3f);
  // Nodes on the far sides stand for voxels of the next blocks.
  const auto next = static_cast<std::size_t>(sparse.block_at(4, 5, 5));
  EXPECT_LT(sparse.values()[next * SparseField::kVoxels], before[next * SparseField::kVoxels] - 1e-3f);
  const std::size_t far_block = static_cast<std::size_t>(sparse.block_at(0, 0, 0));
  EXPECT_EQ(sparse.values()[far_block * SparseField::kVoxels], before[far_block * SparseField::kVoxels]);
}

TEST(FieldOptimizer, AStepDoesNotDependOnWhereBlocksMeet) {
  // The same loss, once in the middle of a block and once across the corner of eight.
  const auto moved_at = [](const glm::ivec3& voxel) {
    DenseField flat({glm::vec3(0.0f), 0.45f}, 64);
    SparseField sparse(flat, 64, 1e3f);
    FieldOptimizer optimizer(sparse);
    std::vector<GradientBuffer> gradients(1, GradientBuffer(sparse.num_blocks()));
    const glm::ivec3 place = voxel / 8, local = voxel % 8;
    const auto block = static_cast<std::size_t>(sparse.block_at(place.x, place.y, place.z));
    gradients[0].at(block)[static_cast<std::size_t>((local.z * 9 + local.y) * 9 + local.x)] =
        Node{0.0f, 1.0f, 2.0f, 3.0f};
    optimizer.step(gradients, 0.0f, 1e-3f);
    const DenseField field = sparse.dense();
    std::vector<float> around;
    // Without what the coarser levels add: they know blocks.
    for (const glm::ivec3& d : {glm::ivec3(1, 0, 0), glm::ivec3(0, 1, 0), glm::ivec3(0, 0, 1)}) {
      const glm::ivec3 after = voxel + d, before = voxel - d;
      around.push_back(field.at(after.x, after.y, after.z) - field.at(before.x, before.y, before.z));
    }
    return around;
  };
  const auto inside = moved_at({28, 28, 28}), across = moved_at({31, 31, 31});
  for (std::size_t axis = 0; axis < 3; ++axis) {
    EXPECT_LT(inside[axis], -1e-3f) << "a gradient that should fall";
    EXPECT_LT(across[axis], -1e-3f) << axis;
  }
}

TEST(FieldOptimizer, SmoothingLeavesAPlaneAsItIsAndCalmsNoise) {
  DenseField plane({glm::vec3(0.0f), 0.45f}, 64);
  for (int z = 0; z < 64; ++z) {
    for (int y = 0; y < 64; ++y) {
      for (int x = 0; x < 64; ++x)
        plane.at(x, y, z) = plane.position(x, y, z).z + ((x + y + z) % 2 == 0 ? 0.001f : -0.001f);
    }
  }
  SparseField sparse(plane, 64, 1e3f);
  FieldOptimizer optimizer(sparse);
  for (int i = 0; i < 40; ++i) optimizer.smooth(0.005f);
  const DenseField calm = sparse.dense();
  for (int z = 20; z < 44; ++z) EXPECT_NEAR(calm.at(30, 31, z), calm.position(30, 31, z).z, 2e-4f);
}

TEST(ExtractSurface, IsClosedEvenWhereTheFieldReachesTheBorder) {
  DenseField full({glm::vec3(0.0f), 0.45f}, 32);
  for (float& value : full.values()) value = -1.0f;
  const mesh::Mesh surface = extract_surface(full);
  EXPECT_TRUE(mesh::topology_of(surface).is_watertight());
  EXPECT_EQ(surface.normals.size(), surface.positions.size());
}

TEST(FieldCodec, GivesTheFieldBackNearItsSurfaceAndTheSignElsewhere) {
  const DenseField field = sphere_field(64, 0.3f);
  const auto back = decode_field(encode_field(field));
  ASSERT_TRUE(back);
  EXPECT_EQ(back->box().half, field.box().half);
  for (std::size_t i = 0; i < field.values().size(); ++i) {
    const float value = field.values()[i];
    if (std::abs(value) < 4.4f * field.spacing()) {
      ASSERT_NEAR(back->values()[i], value, field.spacing() / 40.0f);
    }
    if (std::abs(value) > field.spacing()) {
      ASSERT_EQ(back->values()[i] < 0.0f, value < 0.0f);
    }
  }
}

TEST(FieldCodec, RefusesOtherBytes) {
  const auto bytes = encode_field(sphere_field(32, 0.3f));
  for (std::size_t length = 0; length < bytes.size(); length += 97) {
    EXPECT_FALSE(decode_field(std::span(bytes).first(length))) << length;
  }
  auto longer = bytes;
  longer.push_back(0);
  EXPECT_FALSE(decode_field(longer));
  auto other = bytes;
  other[0] ^= 1;
  EXPECT_FALSE(decode_field(other));
  auto wrong_kind = bytes;
  wrong_kind[24] = 7;
  EXPECT_FALSE(decode_field(wrong_kind));
}

}  // namespace
}  // namespace core::reconstruct
