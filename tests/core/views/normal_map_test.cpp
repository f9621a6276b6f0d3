// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/views/normal_map.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <glm/geometric.hpp>

namespace core::views {
namespace {

image::Image8 filled_with(const glm::vec3& normal, int side, int channels) {
  image::Image8 picture(side, side, channels, 255);
  for (std::size_t i = 0; i < picture.num_pixels(); ++i)
    encode_normal(normal, picture.data().data() + static_cast<std::size_t>(channels) * i);
  return picture;
}

TEST(TurnedNormals, TurnWithThePictureAndKeepWhatFacesTheCamera) {
  const image::Image8 up = turned_normals(filled_with({0, 0, 1}, 2, 3), 90.0f);
  EXPECT_GT(glm::dot(decode_normal(up.pixel(0, 0)), glm::vec3(1, 0, 0)), 0.99f) << "up turned clockwise is right";
  const image::Image8 front = turned_normals(filled_with({0, -1, 0}, 2, 4), 30.0f);
  EXPECT_GT(glm::dot(decode_normal(front.pixel(1, 1)), glm::vec3(0, -1, 0)), 0.99f);
  EXPECT_EQ(turned_normals(image::Image8(2, 2, 3, 255), 40.0f), image::Image8(2, 2, 3, 255));
}

/// A view of which the left half is covered.
View half_covered(bool has_normals) {
  View view;
  view.rgba = image::Image8(8, 8, 4);
  for (int y = 0; y < 8; ++y) {
    for (int x = 0; x < 4; ++x) view.rgba.at(x, y, 3) = 255;
  }
  if (!has_normals) return view;
  view.normal = filled_with({0, -1, 0}, 8, 4);
  for (int y = 0; y < 8; ++y) {
    for (int x = 4; x < 8; ++x) view.normal.at(x, y, 3) = 0;
  }
  return view;
}

TEST(LayNormals, CoverWhereTheySayAnythingAndTheOutlineStays) {
  View view = half_covered(true);
  image::Image8 given = filled_with({1, 0, 0}, 8, 4);
  for (int x = 0; x < 8; ++x) given.at(x, 0, 3) = 0;
  lay_normals(given, view);
  EXPECT_GT(decode_normal(view.normal.pixel(1, 4)).x, 0.99f);
  EXPECT_LT(decode_normal(view.normal.pixel(1, 0)).y, -0.99f) << "where nothing is said the drawn ones stay";
  EXPECT_EQ(view.normal.at(1, 4, 3), 255);
  EXPECT_EQ(view.normal.at(6, 4, 3), 0);
}

TEST(LayNormals, GiveAViewWithoutNormalsItsOwn) {
  View view = half_covered(false);
  lay_normals(filled_with({1, 0, 0}, 8, 4), view);
  ASSERT_TRUE(view.has_normal());
  EXPECT_EQ(view.normal.at(1, 4, 3), 255);
  EXPECT_EQ(view.normal.at(6, 4, 3), 0);
}

TEST(LayNormals, OfAnotherSizeAreLeftAlone) {
  View view = half_covered(true);
  const View before = view;
  lay_normals(filled_with({1, 0, 0}, 16, 4), view);
  EXPECT_EQ(view.normal, before.normal);
}

}  // namespace
}  // namespace core::views
