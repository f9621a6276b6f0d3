// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/mesh/topology.h"

#include <gtest/gtest.h>

#include "tests/support/shapes.h"

namespace core::mesh {
namespace {

Mesh together(const Mesh& a, const Mesh& b, const glm::vec3& shift_of_b) {
  Mesh both = a;
  const auto offset = static_cast<std::uint32_t>(a.positions.size());
  for (const glm::vec3& p : b.positions) both.positions.push_back(p + shift_of_b);
  for (const glm::uvec3& f : b.faces) both.faces.push_back(f + offset);
  return both;
}

TEST(Topology, BoxIsWatertight) {
  const Topology topology = topology_of(support::make_box(glm::vec3(0.5f)));
  EXPECT_TRUE(topology.is_watertight());
  EXPECT_EQ(topology.num_components, 1);
}

TEST(Topology, MissingFaceLeavesThreeBoundaryEdges) {
  Mesh box = support::make_box(glm::vec3(0.5f));
  box.faces.pop_back();
  const Topology topology = topology_of(box);
  EXPECT_EQ(topology.num_boundary_edges, 3);
  EXPECT_FALSE(topology.is_watertight());
}

TEST(Topology, FlippedFaceMakesItsThreeEdgesNonManifold) {
  Mesh box = support::make_box(glm::vec3(0.5f));
  std::swap(box.faces[0].x, box.faces[0].y);
  const Topology topology = topology_of(box);
  EXPECT_EQ(topology.num_nonmanifold_edges, 3);
  EXPECT_EQ(topology.num_boundary_edges, 0);
}

TEST(Topology, BoxesThatShareAnEdgeAreNonManifoldThere) {
  const Mesh box = support::make_box(glm::vec3(0.5f));
  EXPECT_EQ(topology_of(together(box, box, {1.0f, 1.0f, 0.0f})).num_nonmanifold_edges, 1);
}

TEST(Topology, VerticesThatStandTwiceAreOneVertex) {
  const Mesh box = support::make_box(glm::vec3(0.5f));
  Mesh apart;
  for (const glm::uvec3& face : box.faces) {
    const auto first = static_cast<std::uint32_t>(apart.positions.size());
    for (int corner = 0; corner < 3; ++corner) apart.positions.push_back(box.positions[face[corner]]);
    apart.faces.emplace_back(first, first + 1, first + 2);
  }
  EXPECT_TRUE(topology_of(apart).is_watertight());
  const auto first = weld_map(apart);
  EXPECT_EQ(first[3], 0u) << "the second face begins in the first one's first corner";
  EXPECT_EQ(first[4], 2u);
}

TEST(Topology, PlusAndMinusZeroAreOnePosition) {
  Mesh mesh;
  mesh.positions = {{0.0f, 1.0f, 2.0f}, {-0.0f, 1.0f, 2.0f}, {0.0f, 1.0f, 2.5f}};
  EXPECT_EQ(weld_map(mesh), (std::vector<std::uint32_t>{0, 0, 2}));
}

TEST(Topology, FaceWithTwoEqualCornersIsDegenerate) {
  Mesh box = support::make_box(glm::vec3(0.5f));
  box.faces.push_back({1, 1, 2});
  EXPECT_EQ(topology_of(box).num_degenerate_faces, 1);
}

TEST(Topology, EmptyMeshIsNotWatertight) { EXPECT_FALSE(topology_of(Mesh{}).is_watertight()); }

TEST(Topology, ComponentsAreNumberedFromTheLargest) {
  const Mesh box = support::make_box(glm::vec3(0.1f)), sphere = support::make_sphere(0.3f, 8, 12);
  const Mesh both = together(box, sphere, {2.0f, 0.0f, 0.0f});
  EXPECT_EQ(topology_of(both).num_components, 2);
  const auto components = face_components(both);
  ASSERT_EQ(components.size(), both.faces.size());
  for (std::size_t i = 0; i < components.size(); ++i) EXPECT_EQ(components[i], i < box.faces.size() ? 1u : 0u);
}

TEST(Topology, SpheresThatTouchInAVertexAreTwoComponents) {
  const Mesh sphere = support::make_sphere(0.5f, 8, 12);
  EXPECT_EQ(topology_of(together(sphere, sphere, {0.0f, 0.0f, 1.0f})).num_components, 2);
}

TEST(Topology, VolumeOfABoxIsItsSidesMultiplied) {
  Mesh box = support::make_box({0.5f, 1.0f, 1.5f});
  for (glm::vec3& p : box.positions) p += glm::vec3(3.0f, -2.0f, 7.0f);
  EXPECT_NEAR(signed_volume(box), 6.0, 1e-9);
  for (glm::uvec3& f : box.faces) std::swap(f.y, f.z);
  EXPECT_NEAR(signed_volume(box), -6.0, 1e-9);
}

}  // namespace
}  // namespace core::mesh
