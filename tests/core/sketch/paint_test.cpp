// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <glm/geometric.hpp>

#include "core/sketch/paint_picture.h"
#include "core/sketch/palette.h"
#include "core/sketch/sampling.h"
#include "core/sketch/seed_variation.h"
#include "tests/core/sketch/drawn_pictures.h"

namespace {

using core::image::Image8;

/// A red disc with a black contour on green that must not be seen.
Image8 contoured_disc() {
  Image8 picture = sketch_test::drawn(sketch_test::disc(128, 128, 90));
  for (int y = 0; y < 256; ++y) {
    for (int x = 0; x < 256; ++x) {
      const float r = std::hypot(static_cast<float>(x) - 127.5f, static_cast<float>(y) - 127.5f);
      std::uint8_t* p = picture.pixel(x, y);
      p[0] = r < 87.0f ? 220 : 0;
      p[1] = r > 91.0f ? 255 : 0;
      p[2] = 0;
    }
  }
  return picture;
}

TEST(PaintPicture, SharpVersionIsThePicture) {
  const Image8 picture = sketch_test::drawn(sketch_test::disc(128, 128, 90));
  const glm::vec3 color = core::sketch::PaintPicture(picture).color({120.5f, 100.5f}, 0.0f);
  EXPECT_NEAR(color.x * 255.0f, picture.at(120, 100, 0), 0.6f);
}

TEST(PaintPicture, BackgroundNeverShows) {
  const core::sketch::PaintPicture paint(contoured_disc());
  for (const float softness : {0.0f, 1.0f, 3.0f, 5.0f})
    EXPECT_LT(paint.color({128.0f + 93.0f, 128.0f}, softness).y, 0.05f);
}

TEST(PaintPicture, SoftVersionsLookInsideDrawnContours) {
  const core::sketch::PaintPicture paint(contoured_disc());
  EXPECT_GT(paint.color({128.0f + 89.0f, 128.0f}, 2.0f).x, 0.6f);
}

TEST(FilledFromOutline, IsDefinedInTheMiddle) {
  const core::image::ImageF filled = core::sketch::filled_from_outline(contoured_disc());
  EXPECT_GT(core::sketch::sample_rgb(filled, 128, 128).x, 0.6f);
}

TEST(Palette, HoldsTheMainColours) {
  const std::vector<core::sketch::PaletteColor> palette = core::sketch::palette_of(contoured_disc());
  EXPECT_NEAR(palette.front().rgb.x, 220.0f / 255.0f, 0.02f);
  EXPECT_GT(palette.front().share, 0.8f);
  EXPECT_LE(palette.size(), 3u);
}

TEST(SeedVariation, PlainSeedChangesNothing) {
  const core::sketch::SeedVariation plain(core::sketch::kPlainSeed, {{glm::vec3(0.5f), 1.0f}});
  const glm::vec3 base(0.2f, 0.4f, 0.6f);
  EXPECT_EQ(plain.color(base, {0.1f, 0.2f, 0.3f}), base);
  EXPECT_EQ(plain.normal({0.0f, 1.0f, 0.0f}, {0.1f, 0.2f, 0.3f}, 1.0f), glm::vec3(0.0f, 1.0f, 0.0f));
}

TEST(SeedVariation, ReliefKeepsNormalsOfUnitLengthAndOutward) {
  const core::sketch::SeedVariation varied(7, {{glm::vec3(0.5f), 1.0f}});
  const glm::vec3 normal(0.6f, 0.8f, 0.0f);
  float largest_turn = 1.0f;
  for (int i = 0; i < 200; ++i) {
    const glm::vec3 turned = varied.normal(normal, glm::vec3(0.013f * static_cast<float>(i), 0.1f, 0.2f), 1.0f);
    EXPECT_NEAR(glm::length(turned), 1.0f, 1e-4f);
    largest_turn = std::min(largest_turn, glm::dot(turned, normal));
  }
  EXPECT_GT(largest_turn, 0.85f);
  EXPECT_LT(largest_turn, 0.9999f);
}

}  // namespace
