// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/texture/photo_alignment.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/image/resize.h"

namespace core::texture {
namespace {

/// A round object with a pattern; `shift` in pixels of a picture of 256.
image::Image8 drawn_disc(int side, double shift_x, double shift_y, double growth, bool has_pattern) {
  image::Image8 picture(side, side, 4);
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x) {
      const double u = ((x + 0.5) * 256.0 / side - 128.0) / growth - shift_x;
      const double v = ((y + 0.5) * 256.0 / side - 128.0) / growth - shift_y;
      const double inside = std::clamp(90.0 - std::hypot(u, v), 0.0, 1.0);
      picture.at(x, y, 0) = static_cast<std::uint8_t>(has_pattern ? 120.0 + 80.0 * std::sin(0.3 * u) : 120.0);
      picture.at(x, y, 1) = static_cast<std::uint8_t>(has_pattern ? 120.0 + 80.0 * std::sin(0.2 * v + 0.1 * u) : 90.0);
      picture.at(x, y, 2) = 40;
      picture.at(x, y, 3) = static_cast<std::uint8_t>(255.0 * inside);
    }
  }
  return picture;
}

TEST(PhotoAlignment, FindsShiftAndGrowth) {
  for (const bool has_pattern : {true, false}) {
    const PictureMap map =
        align_photo(drawn_disc(1024, 0.6, -0.4, 1.004, has_pattern), drawn_disc(256, 0.0, 0.0, 1.0, has_pattern));
    for (const glm::vec2& at : {glm::vec2(0.3f, 0.4f), glm::vec2(0.6f, 0.7f)}) {
      const glm::vec2 expected = 0.5f + 1.004f * (at - 0.5f + glm::vec2(0.6f, -0.4f) / 256.0f);
      EXPECT_NEAR(map(at).x * 256.0f, expected.x * 256.0f, 0.1f);
      EXPECT_NEAR(map(at).y * 256.0f, expected.y * 256.0f, 0.1f);
    }
  }
}

TEST(PhotoAlignment, EqualPicturesStay) {
  const PictureMap map = align_photo(drawn_disc(512, 0.0, 0.0, 1.0, true), drawn_disc(256, 0.0, 0.0, 1.0, true));
  EXPECT_NEAR(map(glm::vec2(0.2f)).x, 0.2f, 0.05f / 256.0f);
  EXPECT_NEAR(map(glm::vec2(0.8f)).y, 0.8f, 0.05f / 256.0f);
}

TEST(PhotoAlignment, PicturesWithoutStructureStay) {
  image::Image8 empty(256, 256, 4);
  const PictureMap map = align_photo(empty, empty);
  EXPECT_EQ(map(glm::vec2(0.3f, 0.6f)), glm::vec2(0.3f, 0.6f));
}

}  // namespace
}  // namespace core::texture
