// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/sketch/own_outlines_body.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/geometry/aabb.h"
#include "core/image/alpha.h"
#include "core/mesh/metrics.h"
#include "core/mesh/rasterizer.h"
#include "core/mesh/topology.h"
#include "core/sketch/outline_field.h"
#include "core/sketch/outline_sections.h"
#include "tests/core/sketch/drawn_pictures.h"
#include "tests/support/shapes.h"

namespace {

using core::image::Image8;
using core::mesh::Mesh;

Image8 silhouette(const Mesh& mesh, int view) {
  return core::mesh::draw(mesh, core::geometry::view_camera(view, 256), core::mesh::Shading::Clay, 3);
}

Mesh body_from(const Mesh& truth, const std::vector<int>& views) {
  core::sketch::BodyRequest request;
  for (const int view : views) request.outlines.push_back({view, core::sketch::coverage_of(silhouette(truth, view))});
  return core::sketch::OwnOutlinesEstimator().estimate(request, core::RunContext());
}

TEST(SectionWeights, OfFrontAndSideAreOneEach) {
  const core::sketch::SectionWeights weights = core::sketch::section_weights({0.0f, 90.0f});
  EXPECT_NEAR(weights.outlines[0], 1.0f, 1e-3f);
  EXPECT_NEAR(weights.outlines[1], 1.0f, 1e-3f);
  EXPECT_EQ(weights.missing, 0.0f);
}

TEST(SectionWeights, ObliqueOutlinesCountBesideTwoSquareOnes) {
  const core::sketch::SectionWeights weights = core::sketch::section_weights({0.0f, 45.0f, 90.0f, 135.0f});
  EXPECT_EQ(weights.partner, 2u);
  EXPECT_EQ(weights.outlines, (std::vector<float>{1.0f, 1.0f, 1.0f, 1.0f}));
  EXPECT_EQ(weights.missing, 0.0f);
  EXPECT_GT(weights.power, 1.0f);
}

TEST(SectionWeights, OutlinesFromBehindOnlyCut) {
  const core::sketch::SectionWeights weights = core::sketch::section_weights({0.0f, 90.0f, 180.0f, 270.0f});
  EXPECT_EQ(weights.outlines, (std::vector<float>{1.0f, 1.0f, 0.0f, 0.0f}));
  EXPECT_EQ(weights.power, 1.0f);
}

TEST(SectionWeights, OfTheFrontAloneMissTheSide) {
  const core::sketch::SectionWeights weights = core::sketch::section_weights({0.0f});
  EXPECT_NEAR(weights.missing, 1.0f, 1e-3f);
  EXPECT_NEAR(std::abs(weights.missing_azimuth_deg), 90.0f, 0.1f);
}

TEST(SectionWeights, MakeACircleOfThreeDirections) {
  const core::sketch::SectionWeights weights = core::sketch::section_weights({0.0f, 45.0f});
  ASSERT_GT(weights.missing, 0.0f);
  for (float angle = 0.0f; angle < 3.0f; angle += 0.3f) {
    const auto squared = [&](float azimuth_deg) {
      return std::pow(std::cos(angle - azimuth_deg * 0.0174532925f), 2.0f);
    };
    const float sum = weights.outlines[0] * squared(0.0f) + weights.outlines[1] * squared(45.0f) +
                      weights.missing * squared(weights.missing_azimuth_deg);
    EXPECT_NEAR(sum, 1.0f, 1e-4f);
  }
}

TEST(OwnOutlinesBody, BallIsFoundFromFrontAndSide) {
  const Mesh ball = support::make_sphere(0.33f);
  EXPECT_GE(core::mesh::volume_iou(ball, body_from(ball, {0, 8}), 96), 0.93);
}

TEST(OwnOutlinesBody, FlatEllipsoidTakesItsDepthFromTheSide) {
  Mesh pebble = support::make_sphere(0.33f);
  for (glm::vec3& p : pebble.positions) p.y *= 0.4f;
  const glm::vec3 size = core::geometry::bounds_of(body_from(pebble, {0, 8}).positions).size();
  EXPECT_NEAR(size.y / size.x, 0.4f, 0.04f);
}

TEST(OwnOutlinesBody, RespectsEveryOutline) {
  Mesh egg = support::make_sphere(0.3f);
  for (glm::vec3& p : egg.positions) p = glm::vec3(0.7f * p.x + 0.2f * p.z, 0.5f * p.y - 0.1f * p.z, p.z);
  for (const std::vector<int>& views :
       {std::vector<int>{0, 8}, std::vector<int>{0, 4, 8, 12}, std::vector<int>{0, 4}}) {
    const Mesh body = body_from(egg, views);
    for (const int view : views) {
      EXPECT_GE(core::image::mask_iou(silhouette(egg, view), silhouette(body, view)), 0.97)
          << "view " << view << ", given " << testing::PrintToString(views);
    }
  }
}

TEST(OwnOutlinesBody, KeepsWhatTheFrontShowsWhereTheBackContradictsIt) {
  const Image8 front = sketch_test::drawn(sketch_test::rectangle(60, 60, 200, 200));
  const Image8 back = sketch_test::drawn(sketch_test::disc(128, 128, 70));
  core::sketch::BodyRequest request;
  request.outlines.push_back({0, core::sketch::coverage_of(front)});
  request.outlines.push_back({16, core::sketch::coverage_of(back)});
  const Mesh body = core::sketch::OwnOutlinesEstimator().estimate(request, core::RunContext());
  EXPECT_GE(core::image::mask_iou(front, silhouette(body, 0)), 0.95);
}

TEST(OwnOutlinesBody, FourOutlinesAreAllMetByAPebbleThatStandsDiagonally) {
  Mesh pebble = support::make_sphere(0.35f);
  for (glm::vec3& p : pebble.positions) {
    const float narrow = 0.63f * p.y;
    p = glm::vec3(0.7071f * (p.x - narrow), 0.7071f * (p.x + narrow), 0.34f * p.z);
  }
  const Mesh body = body_from(pebble, {0, 4, 8, 12});
  for (const int view : {0, 4, 8, 12}) {
    EXPECT_GE(core::image::mask_iou(silhouette(pebble, view), silhouette(body, view)), 0.96) << "view " << view;
  }
}

TEST(OwnOutlinesBody, IsWatertight) {
  EXPECT_TRUE(core::mesh::topology_of(body_from(support::make_torus(0.24f, 0.1f), {0, 8})).is_watertight());
}

}  // namespace
