// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/reconstruct/disagreement.h"

#include <gtest/gtest.h>

#include <array>

#include "core/image/color_ramp.h"
#include "tests/support/ring_views.h"
#include "tests/support/shapes.h"

namespace {

using namespace core;
using reconstruct::disagreement_picture;

mesh::Mesh sphere(float radius) {
  mesh::Mesh mesh = support::make_sphere(radius);
  mesh.normals = mesh::smooth_normals(mesh);
  return mesh;
}

std::array<std::uint8_t, 3> color_at(const image::Image8& picture, int x, int y) {
  const std::uint8_t* pixel = picture.pixel(x, y);
  return {pixel[0], pixel[1], pixel[2]};
}

/// Column of the picture's middle row at a distance from the origin, to the right.
int column(float x_in_world) {
  return static_cast<int>(geometry::view_camera(0, 256).project({x_in_world, 0.0f, 0.0f}).x);
}

TEST(Disagreement, OfASurfaceWithItsOwnViewsIsNearlyNothing) {
  const mesh::Mesh surface = sphere(0.3f);
  for (const mesh::Disagreement& row :
       reconstruct::measure_disagreement(surface, support::anchor_views(surface), RunContext())) {
    EXPECT_LT(row.normal_deg, 1.5f);
    EXPECT_LT(row.outline_px, 0.2f);
  }
}

TEST(Disagreement, IsDrawnWhereTheOutlinesDiffer) {
  const views::ViewSet views = support::anchor_views(sphere(0.25f));
  const image::Image8 picture = disagreement_picture(sphere(0.35f), *views.at(0), views.ring);
  EXPECT_EQ(color_at(picture, column(0.31f), 128), image::ramp_color(1.0f));
  EXPECT_EQ(picture.at(column(0.31f), 128, 3), 255);
  EXPECT_EQ(picture.at(column(0.42f), 128, 3), 0);
  // Straight ahead both face the camera.
  const auto middle = color_at(picture, 128, 128), agrees = image::ramp_color(0.0f);
  for (std::size_t c = 0; c < 3; ++c) EXPECT_NEAR(middle[c], agrees[c], 20);
}

TEST(Disagreement, IsDrawnByTheAngleBetweenNormals) {
  // Half way out, the normal of the larger sphere leans less than that of the view's: by some 10 degrees of 30.
  const views::ViewSet views = support::anchor_views(sphere(0.25f));
  const image::Image8 picture = disagreement_picture(sphere(0.35f), *views.at(0), views.ring);
  const int x = column(0.2f);
  const int before = picture.at(128, 128, 0), after = picture.at(x, 128, 0);
  EXPECT_GT(after, before + 15);
  EXPECT_LT(after, image::ramp_color(0.8f)[0]);
}

/// Of each anchor.
std::array<float, 8> far_normals(const mesh::Mesh& surface, const views::ViewSet& views) {
  std::array<float, 8> shares{};
  for (const reconstruct::ViewFit& fit : reconstruct::measure_fit(surface, views, RunContext()))
    shares[static_cast<std::size_t>(fit.row.view / 4)] = fit.far_normals;
  return shares;
}

TEST(FarNormals, AreTheShareOfPixelsThatShowAnotherPart) {
  mesh::Mesh surface = sphere(0.3f);
  const views::ViewSet views = support::anchor_views(surface);
  for (const float share : far_normals(surface, views)) EXPECT_LT(share, 0.005f);
  for (std::size_t i = 0; i < surface.positions.size(); ++i) {
    if (surface.positions[i].z > 0.0f) surface.normals[i] = -surface.normals[i];
  }
  views::ViewSet without_last = views;
  without_last.views[28] = nullptr;
  const auto shares = far_normals(surface, without_last);
  for (std::size_t anchor = 0; anchor < 7; ++anchor) EXPECT_NEAR(shares[anchor], 0.5f, 0.03f);
  EXPECT_EQ(shares[7], 0.0f);
}

}  // namespace
