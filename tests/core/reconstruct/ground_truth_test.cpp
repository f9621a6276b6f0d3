// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/reconstruct/ground_truth.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <glm/geometric.hpp>

#include "core/geometry/aabb.h"
#include "core/mesh/metrics.h"
#include "core/mesh/topology.h"
#include "tests/support/shapes.h"

namespace core::reconstruct {
namespace {

TEST(NormalizedForRing, CentresTheMeshWithItsLongestSideAsAsked) {
  mesh::Mesh box = support::make_box({1.0f, 2.0f, 3.0f});
  for (glm::vec3& p : box.positions) p += glm::vec3(5.0f, 0.0f, -1.0f);
  const geometry::Aabb bounds = geometry::bounds_of(normalized_for_ring(box).positions);
  EXPECT_NEAR(bounds.size().z, 0.7f, 1e-5f);
  EXPECT_NEAR(glm::length(bounds.center()), 0.0f, 1e-5f);
}

TEST(DetailedForRing, KeepsTheShapeAndShowsTheNormalsOfItsFaces) {
  const mesh::Mesh box = support::make_box(glm::vec3(0.3f));
  const mesh::Mesh fine = detailed_for_ring(box);
  EXPECT_TRUE(mesh::topology_of(fine).is_watertight());
  EXPECT_NEAR(mesh::volume_iou(fine, box, 40), 1.0, 1e-6);
  std::size_t num_square = 0;
  for (const glm::vec3& n : fine.normals)
    num_square += std::max({std::abs(n.x), std::abs(n.y), std::abs(n.z)}) > 0.999f;
  EXPECT_EQ(num_square, fine.normals.size());
}

TEST(DetailedForRing, PaintsWhatHasNoTexture) {
  const mesh::Mesh fine = detailed_for_ring(support::make_box(glm::vec3(0.3f)));
  ASSERT_EQ(fine.colors.size(), fine.positions.size());
  const auto [low, high] = std::minmax_element(fine.colors.begin(), fine.colors.end(),
                                               [](const glm::vec3& a, const glm::vec3& b) { return a.x < b.x; });
  EXPECT_GE(low->x, 0.0f);
  EXPECT_LE(high->x, 1.0f);
  EXPECT_GT(high->x - low->x, 0.5f);
}

TEST(DetailedForRing, CarriesATextureAlong) {
  mesh::Mesh triangle;
  triangle.positions = {{0.0f, 0.0f, 0.0f}, {0.3f, 0.0f, 0.0f}, {0.0f, 0.0f, 0.3f}};
  triangle.faces = {{0, 1, 2}};
  triangle.uvs = {{0.0f, 1.0f}, {1.0f, 1.0f}, {0.0f, 0.0f}};
  triangle.texture = std::make_shared<const image::Image8>(2, 2, 3);
  const mesh::Mesh fine = detailed_for_ring(triangle);
  EXPECT_EQ(fine.texture, triangle.texture);
  ASSERT_EQ(fine.uvs.size(), fine.positions.size());
  EXPECT_TRUE(fine.colors.empty());
  for (std::size_t v = 0; v < fine.uvs.size(); ++v) {
    EXPECT_NEAR(fine.uvs[v].x, fine.positions[v].x / 0.3f, 1e-4f);
    EXPECT_NEAR(fine.uvs[v].y, 1.0f - fine.positions[v].z / 0.3f, 1e-4f);
  }
}

}  // namespace
}  // namespace core::reconstruct
