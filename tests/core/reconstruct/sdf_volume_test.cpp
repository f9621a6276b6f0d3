// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/reconstruct/sdf_volume.h"

#include <gtest/gtest.h>

#include <cmath>
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
  SparseField::Apron apron;
  for (std::size_t block = 0; block < sparse.num_blocks(); block += 37) {
    sparse.gather(sparse.values(), block, apron);
    const glm::ivec3 first = sparse.place(block) * 8;
    for (int z = -1; z <= 8; ++z) {
      for (int y = -1; y <= 8; ++y) {
        for (int x = -1; x <= 8; ++x) {
          const glm::ivec3 voxel = first + glm::ivec3(x, y, z);
          if (std::min({voxel.x, voxel.y, voxel.z}) < 0 || std::max({voxel.x, voxel.y, voxel.z}) > 63) continue;
          ASSERT_NEAR(apron[static_cast<std::size_t>(((z + 1) * 10 + y + 1) * 10 + x + 1)],
                      field.at(voxel.x, voxel.y, voxel.z), 1e-6f);
        }
      }
    }
  }
}

TEST(FieldOptimizer, NodesAreValueAndCentralDifferences) {
  const DenseField field = sphere_field(64, 0.3f);
  SparseField sparse(field, 64, 1e3f);
  FieldOptimizer optimizer(sparse);
  const auto& nodes = optimizer.update_nodes();
  const int block = sparse.block_at(3, 4, 4);
  ASSERT_GE(block, 0);
  for (int v = 0; v < SparseField::kVoxels; v += 11) {
    const glm::ivec3 voxel = sparse.place(static_cast<std::size_t>(block)) * 8 + glm::ivec3(v % 8, v / 8 % 8, v / 64);
    const Node& node = nodes[static_cast<std::size_t>(block) * SparseField::kVoxels + static_cast<std::size_t>(v)];
    EXPECT_FLOAT_EQ(node[0], field.at(voxel.x, voxel.y, voxel.z));
    EXPECT_NEAR(
        node[1],
        (field.at(voxel.x + 1, voxel.y, voxel.z) - field.at(voxel.x - 1, voxel.y, voxel.z)) / (2.0f * field.spacing()),
        1e-4f);
    EXPECT_NEAR(
        node[3],
        (field.at(voxel.x, voxel.y, voxel.z + 1) - field.at(voxel.x, voxel.y, voxel.z - 1)) / (2.0f * field.spacing()),
        1e-4f);
  }
}

TEST(FieldOptimizer, AStepFollowsTheGradientDownhill) {
  SparseField sparse(sphere_field(64, 0.3f), 64, 1e3f);
  FieldOptimizer optimizer(sparse);
  optimizer.update_nodes();
  std::vector<GradientBuffer> gradients(1);
  gradients[0].resize(sparse.num_blocks());
  // A loss that grows with the value everywhere in one block: the field there must fall, and most where the gradient
  // is.
  const std::size_t block = static_cast<std::size_t>(sparse.block_at(3, 4, 4));
  gradients[0].touched[block] = 1;
  for (int v = 0; v < SparseField::kVoxels; ++v)
    gradients[0].nodes[block * SparseField::kVoxels + static_cast<std::size_t>(v)][0] = 1.0f;
  const std::vector<float> before = sparse.values();
  optimizer.step(gradients, 0.0f, 1e-3f);
  const std::size_t middle = block * SparseField::kVoxels + 4 * 64 + 4 * 8 + 4;
  EXPECT_LT(sparse.values()[middle], before[middle] - 1e-3f);
  const std::size_t far_block = static_cast<std::size_t>(sparse.block_at(0, 0, 0));
  EXPECT_EQ(sparse.values()[far_block * SparseField::kVoxels], before[far_block * SparseField::kVoxels]);
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

TEST(FieldCodec, GivesTheFieldBackWithinItsSteps) {
  const DenseField field = sphere_field(32, 0.3f);
  const auto back = decode_field(encode_field(field));
  ASSERT_TRUE(back);
  EXPECT_EQ(back->box().half, field.box().half);
  for (std::size_t i = 0; i < field.values().size(); ++i)
    ASSERT_NEAR(back->values()[i], field.values()[i], field.spacing() / 100.0f);
}

TEST(FieldCodec, RefusesOtherBytes) {
  auto bytes = encode_field(sphere_field(32, 0.3f));
  EXPECT_FALSE(decode_field(std::span(bytes).first(bytes.size() - 1)));
  EXPECT_FALSE(decode_field({}));
  bytes[0] ^= 1;
  EXPECT_FALSE(decode_field(bytes));
}

}  // namespace
}  // namespace core::reconstruct
