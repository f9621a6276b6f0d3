// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/pipeline/own_normals.h"

#include <gtest/gtest.h>

#include <cmath>
#include <glm/geometric.hpp>

#include "core/views/normal_map.h"
#include "tests/support/error_of.h"

namespace core::pipeline {
namespace {

constexpr int kSide = 128;

/// A ball as the camera of a view sees it, with normals in the front camera's frame.
views::View ball(int index, int side) {
  views::View view;
  view.index = index;
  view.rgba = image::Image8(side, side, 4);
  view.normal = image::Image8(side, side, 4, 255);
  const glm::vec3 to_camera = glm::normalize(geometry::view_camera(index, side).position_in_world());
  const glm::vec3 up(0, 0, 1), right = glm::cross(up, to_camera);
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x) {
      const float u = (static_cast<float>(x) + 0.5f) / static_cast<float>(side) * 2.5f - 1.25f;
      const float v = 1.25f - (static_cast<float>(y) + 0.5f) / static_cast<float>(side) * 2.5f;
      const float rest = 1.0f - u * u - v * v;
      view.normal.at(x, y, 3) = view.rgba.at(x, y, 3) = rest > 0.0f ? 255 : 0;
      if (rest > 0.0f) views::encode_normal(u * right + v * up + std::sqrt(rest) * to_camera, view.normal.pixel(x, y));
    }
  }
  return view;
}

project::OwnNormalsPtr given(const views::View& view, const image::Image8& picture) {
  return own_normals_for(view, picture, "normals.png", {});
}

TEST(OwnNormals, ThoseOfAViewFolderAreTakenAsTheyAre) {
  for (const int index : {0, 8, 20}) {
    const views::View view = ball(index, kSide);
    const project::OwnNormalsPtr normals = given(view, view.normal);
    EXPECT_EQ(normals->rgba.at(0, 0, 3), 0);
    EXPECT_EQ(normals->rgba.at(kSide / 2, kSide / 2, 3), 255);
    const glm::vec3 middle = views::decode_normal(normals->rgba.pixel(kSide / 2, kSide / 2));
    EXPECT_GT(glm::dot(middle, views::decode_normal(view.normal.pixel(kSide / 2, kSide / 2))), 0.99f);
  }
}

TEST(OwnNormals, LargerPicturesAreBroughtToTheViewsSize) {
  const project::OwnNormalsPtr normals = given(ball(8, kSide), ball(8, 4 * kSide).normal);
  EXPECT_EQ(normals->rgba.width(), kSide);
  EXPECT_NEAR(glm::length(views::decode_normal(normals->rgba.pixel(40, 50))), 1.0f, 0.02f);
}

TEST(OwnNormals, WhiteWithoutTransparencySaysNothing) {
  const views::View view = ball(0, kSide);
  image::Image8 opaque = view.normal;
  for (std::size_t i = 3; i < opaque.data().size(); i += 4) opaque.data()[i] = 255;
  EXPECT_EQ(given(view, opaque)->rgba.at(1, 1, 3), 0);
}

TEST(OwnNormals, APhotoIsNoNormalPicture) {
  const Error error = support::error_of([] { given(ball(0, kSide), image::Image8(kSide, kSide, 4, 120)); });
  EXPECT_EQ(error.code(), ErrorCode::BadFormat);
  EXPECT_NE(std::string(error.what()).find("'normals.png' holds normals for only"), std::string::npos) << error.what();
}

TEST(OwnNormals, ThoseOfAnotherFrameAreRefusedAndTheFrameIsSaid) {
  const Error error = support::error_of([] { given(ball(16, kSide), ball(0, kSide).normal); });
  EXPECT_EQ(error.code(), ErrorCode::BadFormat);
  EXPECT_NE(std::string(error.what()).find("red to the front camera"), std::string::npos) << error.what();
}

TEST(OwnNormals, MustBeSquareAndNotTiny) {
  EXPECT_EQ(support::error_of([] { given(ball(0, kSide), image::Image8(200, 100, 4)); }).code(),
            ErrorCode::Unsupported);
  EXPECT_EQ(support::error_of([] { given(ball(0, kSide), image::Image8(32, 32, 4)); }).code(), ErrorCode::Unsupported);
}

}  // namespace
}  // namespace core::pipeline
