// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/mesh/clean.h"

#include <gtest/gtest.h>

#include "core/mesh/topology.h"
#include "tests/support/shapes.h"

namespace core::mesh {
namespace {

void append(Mesh& mesh, const Mesh& part, const glm::vec3& shift = glm::vec3(0.0f)) {
  const auto offset = static_cast<std::uint32_t>(mesh.positions.size());
  for (const glm::vec3& p : part.positions) mesh.positions.push_back(p + shift);
  for (const glm::uvec3& f : part.faces) mesh.faces.push_back(f + offset);
}

Mesh inside_out(Mesh mesh) {
  for (glm::uvec3& f : mesh.faces) std::swap(f.y, f.z);
  return mesh;
}

TEST(WithoutUnusedVertices, KeepsOrderAndAttributesOfTheRest) {
  Mesh mesh;
  mesh.positions = {{9, 9, 9}, {0, 0, 0}, {8, 8, 8}, {1, 0, 0}, {0, 1, 0}};
  mesh.normals.assign(5, glm::vec3(0, 0, 1));
  for (int i = 0; i < 5; ++i) mesh.colors.emplace_back(0.1f * static_cast<float>(i));
  for (int i = 0; i < 5; ++i) mesh.uvs.emplace_back(0.1f * static_cast<float>(i));
  mesh.faces = {{1, 3, 4}};
  const Mesh clean = without_unused_vertices(mesh);
  EXPECT_EQ(clean.positions, (std::vector<glm::vec3>{{0, 0, 0}, {1, 0, 0}, {0, 1, 0}}));
  EXPECT_EQ(clean.faces, (std::vector<glm::uvec3>{{0, 1, 2}}));
  ASSERT_EQ(clean.colors.size(), 3u);
  EXPECT_EQ(clean.colors[1], mesh.colors[3]);
  ASSERT_EQ(clean.uvs.size(), 3u);
  EXPECT_EQ(clean.uvs[2], mesh.uvs[4]);
  EXPECT_EQ(clean.normals.size(), 3u);
}

TEST(KeepLargeComponents, DropsSmallOnesAndTheirVertices) {
  Mesh mesh = support::make_sphere(0.4f, 8, 12);
  const Mesh sphere = mesh;
  append(mesh, support::make_box(glm::vec3(0.05f)), {1, 0, 0});
  const Mesh clean = keep_large_components(mesh, 0.1);
  EXPECT_EQ(clean.positions, sphere.positions);
  EXPECT_EQ(clean.faces, sphere.faces);
}

TEST(KeepLargeComponents, JudgesByVolumeAndNotByFaces) {
  Mesh mesh = support::make_sphere(0.1f, 24, 48);
  append(mesh, support::make_box(glm::vec3(0.5f)), {2, 0, 0});
  EXPECT_EQ(keep_large_components(mesh, 1.0).faces.size(), 12u);
}

TEST(KeepLargeComponents, KeepsThoseAboveTheShare) {
  Mesh mesh = support::make_box(glm::vec3(0.5f));
  append(mesh, support::make_box(glm::vec3(0.45f)), {2, 0, 0});
  append(mesh, support::make_box(glm::vec3(0.1f)), {4, 0, 0});
  EXPECT_EQ(topology_of(keep_large_components(mesh, 0.5)).num_components, 2);
  EXPECT_EQ(topology_of(keep_large_components(mesh, 0.0)).num_components, 3);
}

TEST(KeepLargeComponents, OfEqualOnesShareOneKeepsOne) {
  Mesh mesh = support::make_box(glm::vec3(0.5f));
  append(mesh, support::make_box(glm::vec3(0.5f)), {2, 0, 0});
  EXPECT_EQ(topology_of(keep_large_components(mesh, 1.0)).num_components, 1);
}

TEST(KeepLargeComponents, FillsCavities) {
  Mesh mesh = support::make_box(glm::vec3(0.5f));
  append(mesh, inside_out(support::make_box(glm::vec3(0.4f))));
  const Mesh clean = keep_large_components(mesh, 0.0);
  EXPECT_NEAR(signed_volume(clean), 1.0, 1e-6);
}

TEST(KeepLargeComponents, EmptyMeshStaysEmpty) { EXPECT_TRUE(keep_large_components(Mesh{}, 0.5).is_empty()); }

TEST(Welded, JoinsEqualPositionsAndDropsTheTexture) {
  const Mesh box = support::make_box(glm::vec3(0.5f));
  Mesh apart;
  for (const glm::uvec3& face : box.faces) {
    for (int corner = 0; corner < 3; ++corner) apart.positions.push_back(box.positions[face[corner]]);
    const auto end = static_cast<std::uint32_t>(apart.positions.size());
    apart.faces.emplace_back(end - 3, end - 2, end - 1);
  }
  apart.uvs.resize(apart.positions.size());
  apart.texture = std::make_shared<image::Image8>(2, 2, 3);
  const Mesh joined = welded(apart);
  EXPECT_EQ(joined.positions.size(), 8u);
  EXPECT_EQ(joined.faces.size(), 12u);
  EXPECT_TRUE(joined.uvs.empty());
  EXPECT_FALSE(joined.is_textured());
  EXPECT_TRUE(topology_of(joined).is_watertight());
}

TEST(Welded, DropsDegenerateAndDuplicateFaces) {
  Mesh box = support::make_box(glm::vec3(0.5f));
  const Mesh clean = box;
  box.positions.push_back(box.positions[3]);
  box.faces.push_back({3, 8, 1});                                         // two corners on one point
  box.faces.push_back({box.faces[0].y, box.faces[0].z, box.faces[0].x});  // turned
  box.faces.push_back({box.faces[1].y, box.faces[1].x, box.faces[1].z});  // flipped
  EXPECT_EQ(welded(box).faces, clean.faces);
}

}  // namespace
}  // namespace core::mesh
