// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/io/mesh_formats/polygon.h"

#include <gtest/gtest.h>

#include <cmath>
#include <glm/geometric.hpp>
#include <numeric>

namespace core::io {
namespace {

/// Areas of the triangles of a polygon in the plane z = 0; negative for those that are turned over.
std::vector<float> areas(const std::vector<glm::vec3>& corners) {
  std::vector<std::uint32_t> indices(corners.size());
  std::iota(indices.begin(), indices.end(), 0u);
  std::vector<glm::uvec3> faces;
  add_polygon(indices, corners, faces);
  std::vector<float> result;
  for (const glm::uvec3& f : faces)
    result.push_back(0.5f * glm::cross(corners[f.y] - corners[f.x], corners[f.z] - corners[f.x]).z);
  return result;
}

void expect_division(const std::vector<glm::vec3>& corners, float area) {
  const std::vector<float> parts = areas(corners);
  EXPECT_EQ(parts.size(), corners.size() - 2);
  for (const float part : parts) EXPECT_GE(part, 0.0f);
  EXPECT_NEAR(std::accumulate(parts.begin(), parts.end(), 0.0f), area, 1e-5f);
}

TEST(AddPolygon, CutsConvexPolygons) { expect_division({{0, 0, 0}, {2, 0, 0}, {2, 1, 0}, {1, 2, 0}, {0, 1, 0}}, 3.0f); }

TEST(AddPolygon, CutsAnArrowFromEveryFirstCorner) {
  std::vector<glm::vec3> arrow = {{0, 0, 0}, {2, -1, 0}, {0, 2, 0}, {-2, -1, 0}};
  for (int i = 0; i < 4; ++i) {
    expect_division(arrow, 4.0f);
    std::rotate(arrow.begin(), arrow.begin() + 1, arrow.end());
  }
}

TEST(AddPolygon, CutsACombFromEveryFirstCorner) {
  std::vector<glm::vec3> comb = {{0, 0, 0}, {5, 0, 0}, {5, 3, 0}, {4, 3, 0}, {4, 1, 0}, {3, 1, 0},
                                 {3, 3, 0}, {2, 3, 0}, {2, 1, 0}, {1, 1, 0}, {1, 3, 0}, {0, 3, 0}};
  for (std::size_t i = 0; i < comb.size(); ++i) {
    expect_division(comb, 11.0f);
    std::rotate(comb.begin(), comb.begin() + 1, comb.end());
  }
}

TEST(AddPolygon, EndsOnPolygonsThatCrossThemselvesOrHaveNoArea) {
  EXPECT_EQ(areas({{0, 0, 0}, {1, 1, 0}, {1, 0, 0}, {0, 1, 0}}).size(), 2u);
  EXPECT_EQ(areas(std::vector<glm::vec3>(9, glm::vec3(1.0f))).size(), 7u);
  EXPECT_EQ(areas({{0, 0, 0}, {NAN, 1, 0}, {1, 0, 0}, {0, 1, 0}, {2, 2, 0}}).size(), 3u);
}

TEST(AddPolygon, LeavesOutWhatHasFewerThanThreeCorners) { EXPECT_TRUE(areas({{0, 0, 0}, {1, 0, 0}}).empty()); }

}  // namespace
}  // namespace core::io
