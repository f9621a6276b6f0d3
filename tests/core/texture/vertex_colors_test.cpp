// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <glm/geometric.hpp>

#include "core/base/error.h"
#include "core/texture/finish.h"
#include "tests/support/ring_views.h"
#include "tests/support/shapes.h"

namespace core::texture {
namespace {

float worst_difference(const glm::vec3& a, const glm::vec3& b) {
  const glm::vec3 d = glm::abs(a - b);
  return std::max({d.x, d.y, d.z});
}

TEST(ColorVertices, SeenVerticesTakeTheViewsColors) {
  mesh::Mesh mesh = support::make_sphere(0.33f, 96, 192);
  support::paint_by_position(mesh);
  const std::vector<glm::vec3> colors = color_vertices(mesh, support::anchor_views(mesh));
  double sum = 0.0;
  int count = 0;
  for (std::size_t v = 0; v < colors.size(); ++v) {
    if (std::abs(mesh.positions[v].z) > 0.25f) continue;
    sum += worst_difference(colors[v], mesh.colors[v]);
    ++count;
  }
  EXPECT_LT(sum / count, 0.02);
}

TEST(ColorVertices, UnseenVerticesTakeColorsFromAroundThem) {
  mesh::Mesh mesh = support::make_sphere(0.33f);
  mesh.colors.assign(mesh.positions.size(), glm::vec3(0.8f, 0.2f, 0.1f));
  const std::vector<glm::vec3> colors = color_vertices(mesh, support::anchor_views(mesh));
  for (const glm::vec3& color : colors) EXPECT_LT(worst_difference(color, glm::vec3(0.8f, 0.2f, 0.1f)), 0.02f);
}

TEST(ColorVertices, HiddenPartsTakeNothingFromWhatHidesThem) {
  // A red ball behind a blue one, the same seen from behind, so that each is hidden in one anchor and half in others.
  mesh::Mesh mesh = support::make_sphere(0.15f);
  const mesh::Mesh ball = mesh;
  for (glm::vec3& p : mesh.positions) p.y -= 0.2f;
  mesh.colors.assign(mesh.positions.size(), glm::vec3(0.1f, 0.1f, 0.9f));
  const auto first = static_cast<std::uint32_t>(mesh.positions.size());
  for (const glm::vec3& p : ball.positions) mesh.positions.push_back(p + glm::vec3(0.0f, 0.2f, 0.0f));
  for (const glm::uvec3& f : ball.faces) mesh.faces.push_back(f + first);
  mesh.colors.resize(mesh.positions.size(), glm::vec3(0.9f, 0.1f, 0.1f));
  const std::vector<glm::vec3> colors = color_vertices(mesh, support::anchor_views(mesh));
  for (std::size_t v = 0; v < colors.size(); ++v) {
    EXPECT_LT(worst_difference(colors[v], mesh.colors[v]), 0.05f) << "vertex " << v;
  }
}

TEST(ColorVertices, OneViewIsEnough) {
  mesh::Mesh mesh = support::make_sphere(0.33f);
  mesh.colors.assign(mesh.positions.size(), glm::vec3(0.2f, 0.6f, 0.4f));
  views::ViewSet views = support::anchor_views(mesh);
  for (std::size_t k = 1; k < views.views.size(); ++k) views.views[k] = nullptr;
  for (const glm::vec3& color : color_vertices(mesh, views)) {
    EXPECT_LT(worst_difference(color, glm::vec3(0.2f, 0.6f, 0.4f)), 0.02f);
  }
}

TEST(ColorVertices, WithoutAnyViewIsAUsageError) {
  try {
    color_vertices(support::make_sphere(0.3f), views::ViewSet{});
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::Usage);
  }
}

}  // namespace
}  // namespace core::texture
