// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/sketch/membrane.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/image/outline_distance.h"
#include "core/sketch/outline_field.h"
#include "core/sketch/sampling.h"
#include "tests/core/sketch/drawn_pictures.h"

namespace {

using core::image::ImageF;

ImageF membrane_of(const sketch_test::Inside& inside) {
  using namespace core::sketch;
  return membrane_over(core::image::outline_distance(coverage_of(sketch_test::drawn(inside))));
}

TEST(Membrane, OverADiscIsTheHalfSphereSquared) {
  const ImageF height = membrane_of(sketch_test::disc(128, 128, 80));
  for (const float r : {0.0f, 30.0f, 60.0f, 75.0f}) {
    const float expected = 80.0f * 80.0f - r * r;
    EXPECT_NEAR(core::sketch::sample(height, 128.0f + r, 128.0f), expected, 0.03f * 6400.0f) << "at radius " << r;
  }
}

TEST(Membrane, ChangesSignAtTheOutline) {
  const ImageF height = membrane_of(sketch_test::disc(128, 128, 80));
  EXPECT_GT(core::sketch::sample(height, 128.0f + 79.5f, 128.0f), 0.0f);
  EXPECT_LT(core::sketch::sample(height, 128.0f + 80.5f, 128.0f), 0.0f);
}

TEST(Membrane, IsHighWhereTheSilhouetteIsWide) {
  const ImageF height = membrane_of(sketch_test::figure());
  EXPECT_GT(core::sketch::sample(height, 128, 135), 4.0f * core::sketch::sample(height, 108, 210));
  EXPECT_GT(core::sketch::sample(height, 108, 210), 0.0f);
}

}  // namespace
