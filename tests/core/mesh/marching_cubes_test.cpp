// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/mesh/marching_cubes.h"

#include <gtest/gtest.h>

#include <cmath>
#include <glm/geometric.hpp>
#include <limits>
#include <numbers>

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/base/random.h"
#include "core/mesh/topology.h"
#include "tests/core/mesh/sampled_grid.h"

namespace core::mesh {
namespace {

constexpr double kPi = std::numbers::pi;

int num_coinciding_vertices(const Mesh& mesh) {
  const auto first = weld_map(mesh);
  int count = 0;
  for (std::size_t v = 0; v < first.size(); ++v) count += first[v] != v;
  return count;
}

/// V - E + F of a closed mesh.
std::int64_t euler_number(const Mesh& mesh) {
  return static_cast<std::int64_t>(mesh.positions.size()) - static_cast<std::int64_t>(mesh.faces.size()) / 2;
}

void expect_closed_and_outward(const Mesh& mesh) {
  const Topology topology = topology_of(mesh);
  EXPECT_EQ(topology.num_boundary_edges, 0);
  EXPECT_EQ(topology.num_nonmanifold_edges, 0);
  EXPECT_EQ(topology.num_degenerate_faces, 0);
  EXPECT_EQ(num_coinciding_vertices(mesh), 0);
  EXPECT_GT(signed_volume(mesh), 0.0);
}

TEST(MarchingCubes, SphereIsClosedAndManifoldWithTheRightVolume) {
  const auto sphere = support::sample(48, [](const glm::vec3& p) { return support::sphere_distance(p, 0.4f); });
  const Mesh mesh = marching_cubes(sphere.grid());
  expect_closed_and_outward(mesh);
  EXPECT_EQ(topology_of(mesh).num_components, 1);
  EXPECT_EQ(euler_number(mesh), 2);
  EXPECT_NEAR(signed_volume(mesh), 4.0 / 3.0 * kPi * 0.4 * 0.4 * 0.4, 0.002);
}

TEST(MarchingCubes, TorusKeepsItsHole) {
  const auto torus = support::sample(48, [](const glm::vec3& p) { return support::torus_distance(p, 0.3f, 0.12f); });
  const Mesh mesh = marching_cubes(torus.grid());
  expect_closed_and_outward(mesh);
  EXPECT_EQ(euler_number(mesh), 0);
  EXPECT_NEAR(signed_volume(mesh), 2.0 * kPi * kPi * 0.3 * 0.12 * 0.12, 0.001);
}

TEST(MarchingCubes, VerticesOfASignedDistanceLieOnTheSurface) {
  const auto sphere = support::sample(64, [](const glm::vec3& p) { return support::sphere_distance(p, 0.4f); });
  for (const glm::vec3& p : marching_cubes(sphere.grid()).positions) ASSERT_NEAR(glm::length(p), 0.4f, 1e-3f);
}

TEST(MarchingCubes, IsovalueShiftsTheSurface) {
  const auto sphere = support::sample(48, [](const glm::vec3& p) { return support::sphere_distance(p, 0.3f); });
  const Mesh mesh = marching_cubes(sphere.grid(), 0.1f);
  EXPECT_NEAR(signed_volume(mesh), 4.0 / 3.0 * kPi * 0.4 * 0.4 * 0.4, 0.002);
}

TEST(MarchingCubes, EverySingleCellCaseIsClosed) {
  // All 256 sets of inside corners, each alone in a grid that is outside elsewhere.
  for (int corners = 1; corners < 256; ++corners) {
    support::SampledGrid grid{4, std::vector<float>(64, 1.0f)};
    for (int c = 0; c < 8; ++c) {
      const int x = 1 + (c & 1), y = 1 + (c >> 1 & 1), z = 1 + (c >> 2 & 1), at = (z * 4 + y) * 4 + x;
      if ((corners >> c & 1) != 0) grid.values[static_cast<std::size_t>(at)] = -0.7f;
    }
    SCOPED_TRACE(corners);
    expect_closed_and_outward(marching_cubes(grid.grid()));
  }
}

TEST(MarchingCubes, NoiseIsClosedAndManifold) {
  Random random(7);
  for (int round = 0; round < 60; ++round) {
    SCOPED_TRACE(round);
    expect_closed_and_outward(
        marching_cubes(support::closed_noise(11, [&] { return random.uniform(-1.0f, 1.0f); }).grid()));
  }
}

TEST(MarchingCubes, NoiseOfValuesAtTheIsovalueIsClosedAndManifold) {
  Random random(8);
  for (int round = 0; round < 60; ++round) {
    SCOPED_TRACE(round);
    // -1, -0.5, 0, 0.5 and 1: a fifth of the samples or more lie exactly on the surface.
    const auto noise = support::closed_noise(11, [&] { return std::round(2.0f * random.uniform(-1.0f, 1.0f)) / 2.0f; });
    expect_closed_and_outward(marching_cubes(noise.grid()));
  }
}

TEST(MarchingCubes, NoiseOfTinyValuesIsClosedAndManifold) {
  Random random(9);
  for (int round = 0; round < 20; ++round) {
    SCOPED_TRACE(round);
    expect_closed_and_outward(
        marching_cubes(support::closed_noise(11, [&] { return random.uniform(-1e-38f, 1e-38f); }).grid()));
  }
}

TEST(MarchingCubes, InfiniteAndUndefinedSamplesCountAsValuesOfTheirSign) {
  Random random(10);
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  const auto noise = support::closed_noise(16, [&] {
    const float u = random.uniform();
    return u < 0.3f ? -kInfinity : u < 0.6f ? kInfinity : u < 0.7f ? std::nanf("") : random.uniform(-1.0f, 1.0f);
  });
  const Mesh mesh = marching_cubes(noise.grid());
  expect_closed_and_outward(mesh);
  for (const glm::vec3& p : mesh.positions) ASSERT_TRUE(std::isfinite(p.x + p.y + p.z));
}

TEST(MarchingCubes, SurfaceFarFromTheOriginKeepsItsVerticesApart) {
  const auto steps = support::sample(
      32, [](const glm::vec3& p) { return std::round(20.0f * support::torus_distance(p, 0.3f, 0.12f)) * 0.05f; });
  ScalarGrid grid = steps.grid();
  grid.origin = glm::vec3(30.0f, -20.0f, 10.0f);
  expect_closed_and_outward(marching_cubes(grid));
}

TEST(MarchingCubes, SurfaceThatReachesTheBorderIsOpenOnlyThere) {
  for (const int size : {9, 10, 17, 18}) {
    SCOPED_TRACE(size);
    const auto plane = support::sample(size, [](const glm::vec3& p) { return p.x - 0.013f; });
    const Mesh mesh = marching_cubes(plane.grid());
    const int num_cells = size - 1;
    EXPECT_EQ(mesh.faces.size(), static_cast<std::size_t>(2 * num_cells * num_cells));
    EXPECT_EQ(mesh.positions.size(), static_cast<std::size_t>(size * size));
    EXPECT_EQ(topology_of(mesh).num_boundary_edges, 4 * num_cells);
    EXPECT_EQ(topology_of(mesh).num_nonmanifold_edges, 0);
    for (std::size_t i = 0; i < mesh.faces.size(); ++i) ASSERT_GT(face_normal_scaled(mesh, i).x, 0.0f);
  }
}

TEST(MarchingCubes, UnequalSidesAreAddressedRight) {
  const glm::ivec3 size(9, 17, 33);
  std::vector<float> values;
  for (int z = 0; z < size.z; ++z) {
    for (int y = 0; y < size.y; ++y) {
      for (int x = 0; x < size.x; ++x) {
        values.push_back(std::max({std::abs(x - 4.0f) - 2.5f, std::abs(y - 8.0f) - 5.5f, std::abs(z - 16.0f) - 12.5f}));
      }
    }
  }
  const Mesh mesh = marching_cubes({size, glm::vec3(0.0f), 1.0f, values});
  expect_closed_and_outward(mesh);
  EXPECT_NEAR(signed_volume(mesh), 5.0 * 11.0 * 25.0, 20.0);
}

TEST(MarchingCubes, ResultDoesNotDependOnTheNumberOfThreads) {
  Random random(11);
  const auto noise = support::closed_noise(24, [&] { return random.uniform(-1.0f, 1.0f); });
  const Mesh on_all = marching_cubes(noise.grid());
  const ThreadLimit one(1);
  const Mesh on_one = marching_cubes(noise.grid());
  EXPECT_EQ(on_all.positions, on_one.positions);
  EXPECT_EQ(on_all.faces, on_one.faces);
}

TEST(MarchingCubes, FieldWithoutASurfaceGivesNoFaces) {
  const auto outside = support::sample(8, [](const glm::vec3&) { return 1.0f; });
  const auto inside = support::sample(8, [](const glm::vec3&) { return -1.0f; });
  EXPECT_TRUE(marching_cubes(outside.grid()).is_empty());
  EXPECT_TRUE(marching_cubes(inside.grid()).is_empty());
}

TEST(MarchingCubes, GridWhoseValuesDoNotFitItsSizeIsRefused) {
  const std::vector<float> values(7, 1.0f);
  EXPECT_THROW(marching_cubes({glm::ivec3(2), glm::vec3(0.0f), 1.0f, values}), Error);
  EXPECT_THROW(marching_cubes({glm::ivec3(1, 7, 1), glm::vec3(0.0f), 1.0f, values}), Error);
  EXPECT_THROW(marching_cubes({glm::ivec3(-1, 1, -7), glm::vec3(0.0f), 1.0f, values}), Error);
}

}  // namespace
}  // namespace core::mesh
