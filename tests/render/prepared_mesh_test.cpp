// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "render/prepared_mesh.h"

#include <gtest/gtest.h>

#include <cmath>
#include <glm/geometric.hpp>

#include "core/base/error.h"
#include "tests/support/shapes.h"

namespace {

using core::mesh::Mesh;

TEST(PreparedMesh, HoldsWhatTheMeshHolds) {
  Mesh mesh = support::make_sphere(0.3f, 8, 16);
  support::paint_by_position(mesh);
  const auto shared = std::make_shared<const Mesh>(mesh);
  const auto prepared = render::prepare_mesh(shared);
  ASSERT_EQ(prepared->vertices.size(), mesh.positions.size());
  EXPECT_EQ(prepared->mesh, shared);
  EXPECT_TRUE(prepared->has_colors);
  EXPECT_FALSE(prepared->has_texture);
  EXPECT_EQ(prepared->num_faces(), mesh.faces.size());
  EXPECT_NEAR(prepared->bounds.high.z, 0.3f, 1e-6f);
  EXPECT_EQ(prepared->vertices[5].position, mesh.positions[5]);
  EXPECT_NEAR(prepared->vertices[5].color[0] / 255.0f, mesh.colors[5].x, 0.5f / 255.0f + 1e-5f);
}

TEST(PreparedMesh, MakesNormalsThatAreMissing) {
  const auto prepared = render::prepare_mesh(std::make_shared<const Mesh>(support::make_sphere(0.3f, 24, 48)));
  EXPECT_GT(prepared->vertices.front().normal[2], 32000);
}

TEST(PreparedMesh, LargeMeshesGetFewerFacesNearTheSurface) {
  const auto mesh = std::make_shared<const Mesh>(support::make_sphere(0.4f, 300, 400));
  const auto prepared = render::prepare_mesh(mesh);
  EXPECT_LT(prepared->coarse_faces.size(), mesh->faces.size() / 4);
  EXPECT_GT(prepared->coarse_faces.size(), 8000u);
  const auto cell = static_cast<float>(std::sqrt(2.0 * 4.0 * 3.1416 * 0.16 / 24000.0));
  for (const glm::uvec3& face : prepared->coarse_faces) {
    ASSERT_LT(glm::distance(mesh->positions[face.x], mesh->positions[face.y]), 4.0f * cell);
  }
}

TEST(PreparedMesh, SmallMeshesAreDrawnAsTheyAre) {
  const auto prepared = render::prepare_mesh(std::make_shared<const Mesh>(support::make_sphere(0.4f)));
  EXPECT_TRUE(prepared->coarse_faces.empty());
}

TEST(PreparedMesh, NoMeshGivesNone) { EXPECT_EQ(render::prepare_mesh(nullptr), nullptr); }

TEST(PreparedMesh, RefusesFacesOfVerticesThatAreNotThere) {
  Mesh mesh = support::make_box(glm::vec3(0.2f));
  mesh.faces.emplace_back(0u, 1u, 1000u);
  EXPECT_THROW(render::prepare_mesh(std::make_shared<const Mesh>(mesh)), core::Error);
}

TEST(PreparedMesh, RefusesArraysOfAnotherLength) {
  Mesh mesh = support::make_box(glm::vec3(0.2f));
  mesh.colors.assign(3, glm::vec3(0.5f));
  EXPECT_THROW(render::prepare_mesh(std::make_shared<const Mesh>(mesh)), core::Error);
}

TEST(PreparedMesh, TakesFindingsOfItsOwnVerticesOnly) {
  const auto mesh = std::make_shared<const Mesh>(support::make_sphere(0.3f, 8, 16));
  auto findings = std::make_shared<core::mesh::ViewFindings>();
  findings->num_views.assign(mesh->positions.size(), 7);
  findings->disagreement.assign(mesh->positions.size(), 0.5f);
  findings->disagreement[3] = -1.0f;
  const auto prepared = render::prepare_mesh(mesh, findings);
  EXPECT_TRUE(prepared->has_findings);
  EXPECT_EQ(prepared->vertices[2].num_views, 7);
  EXPECT_NEAR(prepared->vertices[2].disagreement, 32767 / 2, 1);
  EXPECT_LT(prepared->vertices[3].disagreement, 0);
  findings->num_views.pop_back();
  EXPECT_THROW(render::prepare_mesh(mesh, findings), core::Error);
}

}  // namespace
