// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/mesh/creases.h"

#include <gtest/gtest.h>

#include <glm/geometric.hpp>

#include "core/mesh/topology.h"
#include "tests/support/shapes.h"

namespace core::mesh {
namespace {

TEST(SplitCreases, GivesEachSideOfABoxItsOwnNormals) {
  Mesh box = support::make_box(glm::vec3(0.3f));
  split_creases(box, 40.0f);
  EXPECT_EQ(box.positions.size(), 24u);
  EXPECT_TRUE(topology_of(box).is_watertight());
  for (std::size_t face = 0; face < box.faces.size(); ++face) {
    const glm::vec3 normal = glm::normalize(face_normal_scaled(box, face));
    for (int corner = 0; corner < 3; ++corner)
      EXPECT_GT(glm::dot(box.normals[box.faces[face][corner]], normal), 0.9999f);
  }
}

TEST(SplitCreases, LeavesAMeshThatTurnsLessAsItIs) {
  Mesh box = support::make_box(glm::vec3(0.3f));
  const std::vector<glm::vec3> smooth = smooth_normals(box);
  split_creases(box, 100.0f);
  ASSERT_EQ(box.positions.size(), 8u);
  for (std::size_t v = 0; v < smooth.size(); ++v) EXPECT_GT(glm::dot(box.normals[v], smooth[v]), 0.9999f);
}

TEST(SplitCreases, CarriesColoursAndTextureCoordinatesAlong) {
  Mesh box = support::make_box(glm::vec3(0.3f));
  for (const glm::vec3& p : box.positions) {
    box.colors.push_back(p + 0.5f);
    box.uvs.emplace_back(p.x, p.y);
  }
  split_creases(box, 40.0f);
  ASSERT_EQ(box.colors.size(), box.positions.size());
  ASSERT_EQ(box.uvs.size(), box.positions.size());
  for (std::size_t v = 0; v < box.positions.size(); ++v) {
    EXPECT_EQ(box.colors[v], box.positions[v] + 0.5f);
    EXPECT_EQ(box.uvs[v], glm::vec2(box.positions[v]));
  }
}

}  // namespace
}  // namespace core::mesh
