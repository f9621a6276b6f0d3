// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/mesh/fairing.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <glm/geometric.hpp>

#include "core/base/error.h"
#include "tests/core/mesh/sampled_grid.h"

namespace {

using namespace core;
using mesh::Mesh;

constexpr float kRadius = 0.3f;

struct Crumpled {
  Mesh mesh;
  std::vector<bool> is_free;
};

/// A sphere whose cap is folded; the cap is free.
Crumpled crumpled_sphere() {
  const auto ball = [](const glm::vec3& p) { return support::sphere_distance(p, kRadius); };
  Crumpled result{mesh::marching_cubes(support::sample(80, ball).grid()), {}};
  result.is_free.resize(result.mesh.positions.size());
  for (std::size_t v = 0; v < result.is_free.size(); ++v) {
    glm::vec3& p = result.mesh.positions[v];
    if (p.z < 0.8f * kRadius) continue;
    result.is_free[v] = true;
    p *= 1.0f + 0.05f * std::sin(60.0f * p.x) * std::cos(70.0f * p.y);
  }
  return result;
}

float largest_error(const Mesh& mesh) {
  float error = 0.0f;
  for (const glm::vec3& p : mesh.positions) error = std::max(error, std::abs(glm::length(p) - kRadius));
  return error;
}

TEST(VertexNeighbors, AreThoseJoinedByAnEdge) {
  Mesh tetrahedron;
  tetrahedron.positions = {{0, 0, 0}, {1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {5, 5, 5}};
  tetrahedron.faces = {{0, 2, 1}, {0, 1, 3}, {1, 2, 3}, {2, 0, 3}};
  const mesh::VertexNeighbors neighbors(tetrahedron);
  for (std::size_t v = 0; v < 4; ++v) EXPECT_EQ(neighbors.count(v), 3u);
  EXPECT_EQ(neighbors.count(4), 0u);
  EXPECT_EQ(std::vector<std::uint32_t>(neighbors.begin(1), neighbors.end(1)), (std::vector<std::uint32_t>{0, 2, 3}));
}

TEST(Fairing, TakesFoldsOutAndContinuesTheCurvatureAround) {
  Crumpled crumpled = crumpled_sphere();
  ASSERT_GT(largest_error(crumpled.mesh), 0.01f);
  mesh::make_fair(crumpled.mesh, mesh::VertexNeighbors(crumpled.mesh), crumpled.is_free, 20.0f, RunContext());
  EXPECT_LT(largest_error(crumpled.mesh), 0.002f);
}

TEST(Fairing, LeavesTheOtherVerticesAlone) {
  Crumpled crumpled = crumpled_sphere();
  const Mesh before = crumpled.mesh;
  mesh::make_fair(crumpled.mesh, mesh::VertexNeighbors(crumpled.mesh), crumpled.is_free, 20.0f, RunContext());
  for (std::size_t v = 0; v < before.positions.size(); ++v) {
    if (crumpled.is_free[v]) continue;
    EXPECT_EQ(crumpled.mesh.positions[v], before.positions[v]);
  }
}

TEST(Fairing, OfNothingIsNothing) {
  Crumpled crumpled = crumpled_sphere();
  const Mesh before = crumpled.mesh;
  mesh::make_fair(crumpled.mesh, mesh::VertexNeighbors(crumpled.mesh), std::vector<bool>(before.positions.size()),
                  40.0f, RunContext());
  EXPECT_EQ(crumpled.mesh.positions, before.positions);
}

TEST(Fairing, CanBeStopped) {
  Crumpled crumpled = crumpled_sphere();
  std::stop_source stop;
  stop.request_stop();
  EXPECT_THROW(mesh::make_fair(crumpled.mesh, mesh::VertexNeighbors(crumpled.mesh), crumpled.is_free, 20.0f,
                               RunContext(stop.get_token(), {})),
               Cancelled);
}

}  // namespace
