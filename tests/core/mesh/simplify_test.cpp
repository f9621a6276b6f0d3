// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/mesh/simplify.h"

#include <gtest/gtest.h>

#include <cmath>
#include <glm/geometric.hpp>
#include <numbers>
#include <stop_token>

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/mesh/clean.h"
#include "core/mesh/marching_cubes.h"
#include "core/mesh/metrics.h"
#include "core/mesh/topology.h"
#include "tests/core/mesh/obj_file.h"
#include "tests/core/mesh/sampled_grid.h"
#include "tests/support/shapes.h"

namespace core::mesh {
namespace {

void expect_watertight(const Mesh& mesh, int num_components = 1) {
  const Topology topology = topology_of(mesh);
  EXPECT_EQ(topology.num_boundary_edges, 0);
  EXPECT_EQ(topology.num_nonmanifold_edges, 0);
  EXPECT_EQ(topology.num_degenerate_faces, 0);
  EXPECT_EQ(topology.num_components, num_components);
}

std::int64_t euler_number(const Mesh& mesh) {
  return static_cast<std::int64_t>(mesh.positions.size()) - static_cast<std::int64_t>(mesh.faces.size()) / 2;
}

/// 1 for equal sides, 0 for slivers.
double worst_shape(const Mesh& mesh) {
  double worst = 1.0;
  for (const glm::uvec3& f : mesh.faces) {
    const glm::dvec3 a(mesh.positions[f.x]), b(mesh.positions[f.y]), c(mesh.positions[f.z]);
    const double squares = glm::dot(b - a, b - a) + glm::dot(c - b, c - b) + glm::dot(a - c, a - c);
    worst = std::min(worst, 2.0 * std::numbers::sqrt3 * glm::length(glm::cross(b - a, c - a)) / squares);
  }
  return worst;
}

Mesh torus_from_field() {
  return marching_cubes(
      support::sample(100, [](const glm::vec3& p) { return support::torus_distance(p, 0.3f, 0.12f); }).grid());
}

TEST(Simplify, TorusComesDownToItsBudgetAndStaysATorus) {
  const Mesh torus = torus_from_field();
  for (const int budget : {10000, 2000, 200}) {
    SCOPED_TRACE(budget);
    const Mesh simple = simplify(torus, budget);
    EXPECT_LE(simple.faces.size(), static_cast<std::size_t>(budget));
    EXPECT_GE(simple.faces.size(), static_cast<std::size_t>(budget) - 2);
    expect_watertight(simple);
    EXPECT_EQ(euler_number(simple), 0);
    EXPECT_GT(worst_shape(simple), 0.05) << "marching cubes' slivers must have gone";
  }
}

TEST(Simplify, StaysCloseToTheSurface) {
  const Mesh torus = torus_from_field();
  const Mesh simple = simplify(torus, 2000);
  // Regular tori of 2000 faces with corners on the surface have 8e-4 (40 x 25) to 1.5e-3 (63 x 16).
  EXPECT_LT(mean_distance(torus, simple, 10000), 5e-4);
  EXPECT_LT(mean_distance(simple, torus, 10000), 5e-4);
  EXPECT_NEAR(signed_volume(simple), signed_volume(torus), 0.005 * signed_volume(torus));
}

TEST(Simplify, FacesOfASphereKeepPointingOutward) {
  const Mesh sphere =
      marching_cubes(support::sample(80, [](const glm::vec3& p) { return support::sphere_distance(p, 0.4f); }).grid());
  const Mesh simple = simplify(sphere, 500);
  for (std::size_t i = 0; i < simple.faces.size(); ++i) {
    const glm::uvec3& f = simple.faces[i];
    const glm::vec3 center = simple.positions[f.x] + simple.positions[f.y] + simple.positions[f.z];
    ASSERT_GT(glm::dot(glm::normalize(face_normal_scaled(simple, i)), glm::normalize(center)), 0.9f);
  }
}

TEST(Simplify, FlatFacesCollapseWithoutErrorAndKeepTheEdges) {
  const Mesh box = marching_cubes(support::sample(60, [](const glm::vec3& p) {
                                    return std::max({std::abs(p.x) - 0.3f, std::abs(p.y) - 0.2f, std::abs(p.z) - 0.1f});
                                  }).grid());
  const Mesh simple = simplify(box, 1000);
  expect_watertight(simple);
  EXPECT_NEAR(signed_volume(simple), signed_volume(box), 0.001 * signed_volume(box));
}

TEST(Simplify, BumpyBallStaysManifold) {
  const Mesh ball = keep_large_components(marching_cubes(support::sample(72, support::bumpy_ball).grid()), 1.0);
  const Mesh simple = simplify(ball, 3000);
  expect_watertight(simple);
  EXPECT_EQ(euler_number(simple), euler_number(ball));
  EXPECT_LE(simple.faces.size(), 3000u);
}

TEST(Simplify, ThinWallsWithManyHandlesStayManifold) {
  const Mesh walls = keep_large_components(marching_cubes(support::sample(64, support::thin_walls).grid()), 1.0);
  const Mesh simple = simplify(walls, 1000);
  expect_watertight(simple);
  EXPECT_EQ(euler_number(simple), euler_number(walls));
}

TEST(Simplify, NoiseStaysManifoldAndKeepsItsComponents) {
  Random random(6);
  for (int round = 0; round < 6; ++round) {
    SCOPED_TRACE(round);
    const Mesh noise = marching_cubes(support::closed_noise(14, [&] { return random.uniform(-0.5f, 1.0f); }).grid());
    expect_watertight(simplify(noise, 500), topology_of(noise).num_components);
  }
}

TEST(Simplify, SampleMeshesStayWatertight) {
  for (const char* name : {"spot.obj", "fandisk.obj"}) {
    SCOPED_TRACE(name);
    const Mesh mesh = support::sample_mesh(name);
    if (mesh.is_empty()) GTEST_SKIP() << "The sample meshes are not here: set ENVISION3D_SHARED.";
    const Mesh simple = simplify(mesh, 1500);
    EXPECT_LE(simple.faces.size(), 1500u);
    expect_watertight(simple);
    EXPECT_NEAR(signed_volume(simple), signed_volume(mesh), 0.01 * signed_volume(mesh));
  }
}

TEST(Simplify, TetrahedronIsTheSmallestClosedMesh) {
  expect_watertight(simplify(support::make_sphere(0.4f), 4));
  EXPECT_THROW(simplify(support::make_sphere(0.4f), 3), Error);
}

TEST(Simplify, MeshWithinTheBudgetKeepsItsFaces) {
  const Mesh box = support::make_box(glm::vec3(0.5f));
  EXPECT_EQ(simplify(box, 12).faces, box.faces);
  EXPECT_TRUE(simplify(Mesh{}, 12).is_empty());
}

TEST(Simplify, BorderOfAnOpenMeshStaysInPlace) {
  Mesh bowl;
  const Mesh sphere = support::make_sphere(0.4f, 32, 64);
  bowl.positions = sphere.positions;
  for (const glm::uvec3& f : sphere.faces) {
    if (std::max({sphere.positions[f.x].z, sphere.positions[f.y].z, sphere.positions[f.z].z}) < 0.001f) {
      bowl.faces.push_back(f);
    }
  }
  const Mesh simple = simplify(bowl, 400);
  EXPECT_LE(simple.faces.size(), 400u);
  EXPECT_EQ(topology_of(simple).num_boundary_edges, topology_of(bowl).num_boundary_edges);
  EXPECT_EQ(topology_of(simple).num_nonmanifold_edges, 0);
}

TEST(Simplify, ColoursFollowTheSurface) {
  Mesh sphere = support::make_sphere(0.4f, 64, 128);
  for (const glm::vec3& p : sphere.positions) sphere.colors.push_back(0.5f + p);
  const Mesh simple = simplify(sphere, 1000);
  ASSERT_EQ(simple.colors.size(), simple.positions.size());
  for (std::size_t v = 0; v < simple.colors.size(); ++v) {
    ASSERT_LT(glm::length(simple.colors[v] - (0.5f + simple.positions[v])), 0.03f);
  }
}

TEST(Simplify, TextureSeamsAreClosedAndOtherAttributesDropped) {
  Mesh mesh;
  const Mesh sphere = support::make_sphere(0.4f);
  for (const glm::uvec3& f : sphere.faces) {
    for (int corner = 0; corner < 3; ++corner) mesh.positions.push_back(sphere.positions[f[corner]]);
    const auto end = static_cast<std::uint32_t>(mesh.positions.size());
    mesh.faces.emplace_back(end - 3, end - 2, end - 1);
  }
  mesh.uvs.resize(mesh.positions.size());
  mesh.normals.resize(mesh.positions.size());
  const Mesh simple = simplify(mesh, 1000);
  expect_watertight(simple);
  EXPECT_TRUE(simple.uvs.empty());
  EXPECT_TRUE(simple.normals.empty());
}

TEST(Simplify, SameMeshGivesTheSameResult) {
  const Mesh torus = torus_from_field();
  const Mesh first = simplify(torus, 1000), second = simplify(torus, 1000);
  EXPECT_EQ(first.positions, second.positions);
  EXPECT_EQ(first.faces, second.faces);
}

TEST(Simplify, StopsWhenAsked) {
  std::stop_source stop;
  stop.request_stop();
  EXPECT_THROW(simplify(torus_from_field(), 1000, RunContext(stop.get_token(), {})), Cancelled);
}

TEST(Simplify, StopsInTheMiddleWhenAsked) {
  std::stop_source stop;
  RunListener listener;
  listener.on_progress = [&](std::string_view, double fraction) {
    if (fraction > 0.3) stop.request_stop();
  };
  EXPECT_THROW(simplify(torus_from_field(), 1000, RunContext(stop.get_token(), listener)), Cancelled);
}

TEST(Simplify, UndefinedPositionsAndMissingVerticesAreRefused) {
  Mesh sphere = support::make_sphere(0.4f);
  sphere.positions[7].y = std::nanf("");
  EXPECT_THROW(simplify(sphere, 100), Error);
  sphere = support::make_sphere(0.4f);
  sphere.faces[3].z = static_cast<std::uint32_t>(sphere.positions.size());
  EXPECT_THROW(simplify(sphere, 100), Error);
}

}  // namespace
}  // namespace core::mesh
