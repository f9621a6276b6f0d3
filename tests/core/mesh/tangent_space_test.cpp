// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/mesh/tangent_space.h"

#include <gtest/gtest.h>

#include <glm/geometric.hpp>

#include "core/base/error.h"

namespace core::mesh {
namespace {

void expect_near(const glm::vec3& found, const glm::vec3& meant) {
  for (int axis = 0; axis < 3; ++axis) EXPECT_NEAR(found[axis], meant[axis], 1e-5f) << "axis " << axis;
}

glm::vec3 bitangent(const glm::vec4& tangent, const glm::vec3& normal) {
  return tangent.w * glm::cross(normal, glm::vec3(tangent));
}

/// Two squares side by side, seen from +z with y up. Each shows the same picture; the right one mirrored if asked.
Mesh two_squares(bool is_mirrored) {
  Mesh mesh;
  for (int x = 0; x < 3; ++x) {
    for (int y = 0; y < 2; ++y) {
      mesh.positions.emplace_back(x, y, 0.0f);
      mesh.normals.emplace_back(0.0f, 0.0f, 1.0f);
      mesh.uvs.emplace_back(is_mirrored && x == 2 ? 0.0f : 0.4f * static_cast<float>(x), 1.0f - static_cast<float>(y));
    }
  }
  mesh.faces = {{0, 2, 3}, {0, 3, 1}, {2, 4, 5}, {2, 5, 3}};
  return mesh;
}

TEST(TangentSpace, TangentsShowWhereThePictureGoesRightAndBitangentsWhereItGoesUp) {
  const Mesh mesh = two_squares(false);
  for (const glm::vec4& tangent : corner_tangents(mesh)) {
    expect_near(glm::vec3(tangent), {1.0f, 0.0f, 0.0f});
    EXPECT_EQ(tangent.w, 1.0f);
  }
}

TEST(TangentSpace, AMirroredPictureHasTheOtherHandednessAndStillAnUpwardBitangent) {
  const Mesh mesh = two_squares(true);
  const std::vector<glm::vec4> tangents = corner_tangents(mesh);
  for (std::size_t corner = 0; corner < tangents.size(); ++corner) {
    const bool is_right = corner >= 6;
    expect_near(glm::vec3(tangents[corner]), {is_right ? -1.0f : 1.0f, 0.0f, 0.0f});
    EXPECT_EQ(tangents[corner].w, is_right ? -1.0f : 1.0f);
    expect_near(bitangent(tangents[corner], mesh.normals[0]), {0.0f, 1.0f, 0.0f});
  }
}

TEST(TangentSpace, VerticesStandOnceForEachHandedness) {
  const TangentMesh plain = with_vertex_tangents(two_squares(false));
  EXPECT_EQ(plain.mesh.positions.size(), 6u);
  const Mesh source = two_squares(true);
  const TangentMesh split = with_vertex_tangents(source);
  EXPECT_EQ(split.mesh.positions.size(), 8u);
  ASSERT_EQ(split.tangents.size(), split.mesh.positions.size());
  const std::vector<glm::vec4> corners = corner_tangents(source);
  for (std::size_t i = 0; i < source.faces.size(); ++i) {
    for (int k = 0; k < 3; ++k) {
      const std::uint32_t v = split.mesh.faces[i][k];
      EXPECT_EQ(split.mesh.positions[v], source.positions[source.faces[i][k]]);
      EXPECT_EQ(split.mesh.uvs[v], source.uvs[source.faces[i][k]]);
      EXPECT_EQ(split.tangents[v], corners[3 * i + static_cast<std::size_t>(k)]);
    }
  }
}

/// A square folded along its middle, the two halves turned against each other in the texture.
Mesh folded_strip(bool other_diagonal) {
  Mesh mesh = two_squares(false);
  mesh.positions[4] = {1.6f, 0.0f, -0.8f};
  mesh.positions[5] = {1.6f, 1.0f, -0.8f};
  mesh.uvs[4] = {0.7f, 0.8f};
  mesh.uvs[5] = {0.9f, -0.2f};
  if (other_diagonal) mesh.faces = {{0, 2, 1}, {2, 3, 1}, {2, 4, 3}, {4, 5, 3}};
  mesh.normals = smooth_normals(mesh);
  return mesh;
}

TEST(TangentSpace, AreUnitLongOrthogonalToNormalsAndSharedByTheFacesOfAVertex) {
  const Mesh mesh = folded_strip(false);
  const std::vector<glm::vec4> tangents = corner_tangents(mesh);
  EXPECT_EQ(with_vertex_tangents(mesh).mesh.positions.size(), mesh.positions.size());
  for (std::size_t corner = 0; corner < tangents.size(); ++corner) {
    const glm::vec3 normal = mesh.normals[mesh.faces[corner / 3][static_cast<int>(corner % 3)]];
    EXPECT_NEAR(glm::length(glm::vec3(tangents[corner])), 1.0f, 1e-5f);
    EXPECT_NEAR(glm::dot(glm::vec3(tangents[corner]), normal), 0.0f, 1e-5f);
  }
}

TEST(TangentSpace, AnglesWeighFacesSoThatDiagonalsOfParallelogramsMakeNoDifference) {
  const TangentMesh one = with_vertex_tangents(folded_strip(false)), other = with_vertex_tangents(folded_strip(true));
  for (const std::size_t v : {0u, 1u, 4u, 5u}) {
    const glm::vec3 normal = one.mesh.normals[v];
    ASSERT_NEAR(glm::dot(normal, other.mesh.normals[v]), 1.0f, 1e-5f);
    expect_near(glm::vec3(one.tangents[v]), glm::vec3(other.tangents[v]));
  }
}

TEST(TangentSpace, FacesWithoutAnAreaInTheTextureFollowTheirNeighbours) {
  Mesh mesh = two_squares(false);
  mesh.positions.emplace_back(1.0f, 2.0f, 0.0f);
  mesh.normals.emplace_back(0.0f, 0.0f, 1.0f);
  mesh.uvs.push_back(mesh.uvs[3]);
  mesh.faces.emplace_back(1, 3, 6);
  mesh.uvs[6] = 2.0f * mesh.uvs[3] - mesh.uvs[1];  // on one line
  const std::vector<glm::vec4> tangents = corner_tangents(mesh);
  EXPECT_EQ(tangents[12], glm::vec4(1.0f, 0.0f, 0.0f, 1.0f));
  EXPECT_EQ(tangents[13], glm::vec4(1.0f, 0.0f, 0.0f, 1.0f));
  EXPECT_NEAR(glm::dot(glm::vec3(tangents[14]), mesh.normals[6]), 0.0f, 1e-6f);
  EXPECT_NEAR(glm::length(glm::vec3(tangents[14])), 1.0f, 1e-6f);
}

TEST(TangentSpace, AsksForNormalsAndCoordinates) {
  Mesh mesh = two_squares(false);
  mesh.uvs.clear();
  EXPECT_THROW(corner_tangents(mesh), Error);
  mesh = two_squares(false);
  mesh.normals.clear();
  EXPECT_THROW(with_vertex_tangents(mesh), Error);
}

}  // namespace
}  // namespace core::mesh
