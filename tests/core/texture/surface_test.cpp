// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <glm/geometric.hpp>

#include "core/mesh/topology.h"
#include "core/texture/refined_surface.h"
#include "core/texture/surface_fill.h"
#include "tests/support/shapes.h"

namespace core::texture {
namespace {

mesh::Mesh tilted_box() {
  mesh::Mesh box = support::make_box({0.1f, 0.2f, 0.3f});
  box.normals = mesh::smooth_normals(box);
  return box;
}

TEST(RefinedSurface, StaysClosed) {
  const RefinedSurface refined(tilted_box(), 5000);
  EXPECT_EQ(refined.mesh().faces.size(), 12u * 256u);
  EXPECT_TRUE(mesh::topology_of(refined.mesh()).is_watertight());
}

TEST(RefinedSurface, PointsOfAFaceFindTheirPlace) {
  const mesh::Mesh box = tilted_box();
  const RefinedSurface refined(box, 5000);
  for (std::uint32_t face = 0; face < box.faces.size(); ++face) {
    for (const glm::vec3& b :
         {glm::vec3(1.0f, 0.0f, 0.0f), glm::vec3(0.0f, 1.0f, 0.0f), glm::vec3(0.2f, 0.3f, 0.5f),
          glm::vec3(0.34f, 0.33f, 0.33f), glm::vec3(0.0f, 0.4f, 0.6f), glm::vec3(0.7f, 0.1f, 0.2f)}) {
      const glm::uvec3& f = box.faces[face];
      const glm::vec3 expected = b.x * box.positions[f.x] + b.y * box.positions[f.y] + b.z * box.positions[f.z];
      EXPECT_LT(glm::distance(refined.at(face, b, refined.mesh().positions), expected), 1e-5f);
    }
  }
}

TEST(FillUnseen, SpreadsBetweenWhatIsKnown) {
  mesh::Mesh sphere = support::make_sphere(1.0f, 24, 48);
  std::vector<glm::vec3> colors;
  std::vector<float> confidence;
  for (const glm::vec3& p : sphere.positions) {
    const bool is_known = std::abs(p.x) > 0.6f;
    confidence.push_back(is_known ? 1.0f : 0.0f);
    colors.push_back(!is_known    ? glm::vec3(0.0f)
                     : p.x > 0.0f ? glm::vec3(1.0f, 0.0f, 0.5f)
                                  : glm::vec3(0.0f, 1.0f, 0.5f));
  }
  fill_unseen(sphere.faces, confidence, colors, 200);
  for (std::size_t v = 0; v < colors.size(); ++v) {
    EXPECT_NEAR(colors[v].z, 0.5f, 1e-3f);
    EXPECT_NEAR(colors[v].x + colors[v].y, 1.0f, 1e-3f);
  }
  float steepest = 0.0f;
  for (const glm::uvec3& f : sphere.faces) steepest = std::max(steepest, std::abs(colors[f.x].x - colors[f.y].x));
  EXPECT_LT(steepest, 0.2f);
}

TEST(FillUnseen, PartsWithoutAnyKnownColorGetTheMean) {
  std::vector<glm::vec3> colors(6, glm::vec3(0.0f));
  std::vector<float> confidence(6, 0.0f);
  colors[0] = glm::vec3(0.2f, 0.4f, 0.6f);
  confidence[0] = 1.0f;
  const std::vector<glm::uvec3> faces = {{0, 1, 2}, {3, 4, 5}};
  fill_unseen(faces, confidence, colors, 10);
  EXPECT_LT(glm::distance(colors[4], glm::vec3(0.2f, 0.4f, 0.6f)), 1e-5f);
}

TEST(FillUnseen, NothingKnownGivesGrey) {
  std::vector<glm::vec3> colors(3, glm::vec3(0.0f));
  fill_unseen(std::vector<glm::uvec3>{{0, 1, 2}}, std::vector<float>(3, 0.0f), colors, 10);
  EXPECT_LT(glm::distance(colors[1], glm::vec3(0.5f)), 1e-5f);
}

}  // namespace
}  // namespace core::texture
