// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/sketch/front_body.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "core/base/error.h"
#include "core/geometry/aabb.h"
#include "core/image/alpha.h"
#include "core/mesh/rasterizer.h"
#include "core/mesh/topology.h"
#include "core/sketch/outline_field.h"
#include "tests/core/sketch/drawn_pictures.h"

namespace {

using core::image::Image8;
using core::mesh::Mesh;
using core::sketch::Body;

Mesh body_of(const Image8& picture, Body body, float depth = 1.0f) {
  core::sketch::BodyRequest request;
  request.depth = depth;
  request.outlines.push_back({0, core::sketch::coverage_of(picture)});
  return core::sketch::FrontBodyEstimator(body).estimate(request, core::RunContext());
}

double front_overlap(const Image8& picture, const Mesh& body) {
  const Image8 seen = core::mesh::draw(body, core::geometry::view_camera(0, 256), core::mesh::Shading::Clay, 3);
  return core::image::mask_iou(picture, seen);
}

struct Case {
  Body body;
  sketch_test::Inside inside;
};

Case shape_of(int index) {
  switch (index) {
    case 0:
      return {Body::Inflated, sketch_test::figure()};
    case 1:
      return {Body::Inflated, sketch_test::disc(128, 128, 100)};
    case 2:
      return {Body::Lathe, sketch_test::vase()};
    case 3:
      return {Body::Lathe, sketch_test::disc(128, 128, 100)};
    case 4:
      return {Body::Extruded, sketch_test::rectangle(40, 80, 216, 180)};
    default:
      return {Body::Extruded, sketch_test::figure()};
  }
}

/// One body for each shape, made once.
const Mesh& shape_body(int index) {
  static std::map<int, Mesh> bodies;
  const auto found = bodies.find(index);
  if (found != bodies.end()) return found->second;
  const Case shape = shape_of(index);
  return bodies.emplace(index, body_of(sketch_test::drawn(shape.inside), shape.body)).first->second;
}

class FrontBodies : public testing::TestWithParam<int> {};

TEST_P(FrontBodies, AreSeenByTheFrontCameraAsTheirOutline) {
  const Image8 picture = sketch_test::drawn(shape_of(GetParam()).inside);
  EXPECT_GE(front_overlap(picture, shape_body(GetParam())), 0.99);
}

TEST_P(FrontBodies, AreWatertightAndOneComponent) {
  const core::mesh::Topology topology = core::mesh::topology_of(shape_body(GetParam()));
  EXPECT_TRUE(topology.is_watertight());
  EXPECT_EQ(topology.num_components, 1);
}

TEST_P(FrontBodies, AreCentredAboutThePlaneOfThePicture) {
  const auto bounds = core::geometry::bounds_of(shape_body(GetParam()).positions);
  EXPECT_NEAR(bounds.center().y, 0.0f, 0.02f);
}

INSTANTIATE_TEST_SUITE_P(All, FrontBodies, testing::Range(0, 6));

TEST(FrontBody, RingKeepsItsHole) {
  const auto ring = [outer = sketch_test::disc(128, 128, 100), inner = sketch_test::disc(128, 128, 50)](
                        float x, float y) { return outer(x, y) && !inner(x, y); };
  const Image8 picture = sketch_test::drawn(ring);
  EXPECT_GE(front_overlap(picture, body_of(picture, Body::Inflated)), 0.99);
}

TEST(FrontBody, DiscOnTheLatheIsABall) {
  const Mesh ball = body_of(sketch_test::drawn(sketch_test::disc(128, 128, 90)), Body::Lathe);
  const glm::vec3 size = core::geometry::bounds_of(ball.positions).size();
  EXPECT_NEAR(size.y / size.x, 1.0f, 0.05f);
  EXPECT_NEAR(size.z / size.x, 1.0f, 0.03f);
}

TEST(FrontBody, DepthOptionStretchesFrontToBack) {
  const Image8 picture = sketch_test::drawn(sketch_test::figure());
  const float usual = core::geometry::bounds_of(body_of(picture, Body::Inflated).positions).size().y;
  const float twice = core::geometry::bounds_of(body_of(picture, Body::Inflated, 2.0f).positions).size().y;
  EXPECT_NEAR(twice / usual, 2.0f, 0.1f);
}

TEST(FrontBody, LimbsAreThinnerThanTheTrunk) {
  const Mesh body = body_of(sketch_test::drawn(sketch_test::figure()), Body::Inflated);
  float trunk = 0.0f, leg = 0.0f;
  for (const glm::vec3& p : body.positions) {
    if (std::abs(p.z) < 0.05f) trunk = std::max(trunk, p.y);
    if (p.z < -0.25f) leg = std::max(leg, p.y);
  }
  EXPECT_GT(trunk, 2.0f * leg);
  EXPECT_GT(leg, 0.02f);
}

TEST(FrontBody, BoardHasAFlatFront) {
  const Mesh board = body_of(sketch_test::drawn(sketch_test::rectangle(40, 80, 216, 180)), Body::Extruded);
  const float front = core::geometry::bounds_of(board.positions).low.y;
  std::size_t num_flat = 0, num_front = 0;
  for (std::size_t i = 0; i < board.positions.size(); ++i) {
    if (std::abs(board.positions[i].x) > 0.2f || std::abs(board.positions[i].z) > 0.1f || board.positions[i].y > 0.0f)
      continue;
    ++num_front;
    num_flat += board.positions[i].y < front + 0.002f && board.normals[i].y < -0.99f;
  }
  ASSERT_GT(num_front, 100u);
  EXPECT_EQ(num_flat, num_front);
}

TEST(FrontBody, ReliefMovesTheFrontButNotTheOutline) {
  const Image8 picture = sketch_test::drawn(sketch_test::disc(128, 128, 90));
  core::sketch::BodyRequest request;
  request.outlines.push_back({0, core::sketch::coverage_of(picture)});
  request.relief_px = core::image::ImageF(256, 256, 1, 4.0f);
  const Mesh raised = core::sketch::FrontBodyEstimator(Body::Inflated).estimate(request, core::RunContext());
  const Mesh plain = body_of(picture, Body::Inflated);
  const float pixel = 2.0f * core::geometry::half_extent_at_origin({}) / 256.0f;
  EXPECT_NEAR(core::geometry::bounds_of(plain.positions).low.y - core::geometry::bounds_of(raised.positions).low.y,
              4.0f * pixel, pixel);
  EXPECT_GE(front_overlap(picture, raised), 0.99);
}

TEST(FrontBody, EmptyOutlineIsAnError) {
  try {
    body_of(Image8(256, 256, 4), Body::Inflated);
    FAIL() << "no error";
  } catch (const core::Error& error) {
    EXPECT_EQ(error.code(), core::ErrorCode::Empty);
  }
}

}  // namespace
