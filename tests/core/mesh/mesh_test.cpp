// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/mesh/mesh.h"

#include <gtest/gtest.h>

#include <glm/geometric.hpp>

#include "tests/support/shapes.h"

namespace core::mesh {
namespace {

TEST(Mesh, ScaledFaceNormalPointsOutwardAndHoldsTwiceTheArea) {
  Mesh mesh;
  mesh.positions = {{0.0f, 0.0f, 0.0f}, {2.0f, 0.0f, 0.0f}, {0.0f, 3.0f, 0.0f}};
  mesh.faces = {{0, 1, 2}};
  EXPECT_EQ(face_normal_scaled(mesh, 0), glm::vec3(0.0f, 0.0f, 6.0f));
}

TEST(SmoothNormals, OfASpherePointAlongTheRadius) {
  const Mesh sphere = support::make_sphere(0.4f);
  const auto normals = smooth_normals(sphere);
  ASSERT_EQ(normals.size(), sphere.positions.size());
  for (std::size_t v = 0; v < normals.size(); ++v) {
    EXPECT_NEAR(glm::length(normals[v]), 1.0f, 1e-5f);
    EXPECT_GT(glm::dot(normals[v], glm::normalize(sphere.positions[v])), 0.998f);
  }
}

TEST(SmoothNormals, AreEqualOnBothSidesOfATextureSeam) {
  // Two faces of a folded sheet whose common edge stands twice, as at the end of a texture chart.
  Mesh fold;
  fold.positions = {{0, 0, 0}, {0, 1, 0}, {1, 0, 0}, {0, 0, 0}, {0, 1, 0}, {0, 0, 1}};
  fold.faces = {{0, 2, 1}, {3, 4, 5}};
  const auto normals = smooth_normals(fold);
  EXPECT_EQ(normals[0], normals[3]);
  EXPECT_EQ(normals[1], normals[4]);
  EXPECT_NE(normals[2], normals[5]);
}

TEST(SmoothNormals, OfAVertexWithoutFacesHasUnitLength) {
  Mesh mesh;
  mesh.positions = {{1.0f, 2.0f, 3.0f}};
  EXPECT_NEAR(glm::length(smooth_normals(mesh)[0]), 1.0f, 1e-6f);
}

}  // namespace
}  // namespace core::mesh
