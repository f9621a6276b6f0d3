// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/matting/examine.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <optional>

#include "core/base/error.h"

namespace core::matting {
namespace {

using Kind = Finding::Kind;
using Rgb = std::array<std::uint8_t, 3>;

struct Disc {
  int x, y, radius;
};

/// Checkered discs before a grey wall, and the same cut out exactly.
struct Scene {
  image::Image8 picture, cutout;

  Scene(int width, int height, const std::vector<Disc>& discs, const Rgb& dark = {60, 30, 20},
        const Rgb& light = {200, 120, 60})
      : picture(width, height, 4, 255), cutout(width, height, 4) {
    for (int y = 0; y < height; ++y) {
      for (int x = 0; x < width; ++x) {
        std::fill_n(picture.pixel(x, y), 3, std::uint8_t{150});
        const bool is_inside = std::any_of(discs.begin(), discs.end(), [&](const Disc& disc) {
          return std::hypot(x - disc.x, y - disc.y) < disc.radius;
        });
        if (!is_inside) continue;
        std::copy_n(((x / 20 + y / 20) % 2 == 0 ? dark : light).begin(), 3, picture.pixel(x, y));
        std::copy_n(picture.pixel(x, y), 4, cutout.pixel(x, y));
      }
    }
  }

  void blur(double sigma) {
    cv::Mat pixels(picture.height(), picture.width(), CV_8UC4, picture.data().data());
    cv::GaussianBlur(pixels, pixels, {}, sigma);
  }
  std::optional<int> amount(Kind kind) const {
    for (const Finding& finding : examine(picture, cutout)) {
      if (finding.kind == kind) return finding.amount;
    }
    return std::nullopt;
  }
};

TEST(Examine, AGoodPictureHasNoFindings) {
  const Scene scene(500, 400, {{250, 200, 120}});
  EXPECT_TRUE(examine(scene.picture, scene.cutout).empty());
}

TEST(Examine, AnObjectThatIsCutOffByTheBorderIsFound) {
  EXPECT_GT(Scene(500, 400, {{60, 200, 120}}).amount(Kind::TouchesBorder).value_or(0), 150);
  EXPECT_TRUE(Scene(500, 400, {{250, 330, 120}}).amount(Kind::TouchesBorder));
}

TEST(Examine, ARoundSideThatOnlyTouchesTheBorderIsNotCutOff) {
  EXPECT_FALSE(Scene(500, 400, {{119, 200, 120}}).amount(Kind::TouchesBorder));
  EXPECT_FALSE(Scene(239, 239, {{119, 119, 120}}).amount(Kind::TouchesBorder)) << "cropped to its object";
}

TEST(Examine, ASmallObjectIsFoundWithItsSize) {
  EXPECT_NEAR(Scene(500, 400, {{250, 200, 40}}).amount(Kind::Small).value_or(0), 79, 2);
  EXPECT_FALSE(Scene(500, 400, {{250, 200, 70}}).amount(Kind::Small));
}

TEST(Examine, SeveralObjectsAreCountedAndSpecksAreNot) {
  EXPECT_EQ(Scene(700, 400, {{180, 200, 120}, {500, 200, 80}, {640, 90, 50}}).amount(Kind::SeveralObjects), 3);
  EXPECT_FALSE(Scene(700, 400, {{250, 200, 120}, {600, 200, 15}}).amount(Kind::SeveralObjects));
}

TEST(Examine, ABlurredPictureIsFound) {
  Scene scene(500, 400, {{250, 200, 150}});
  EXPECT_FALSE(scene.amount(Kind::Blurred));
  scene.blur(1.0);
  EXPECT_FALSE(scene.amount(Kind::Blurred)) << "views are smaller than the picture: nothing is lost";
  scene.blur(6.0);
  EXPECT_TRUE(scene.amount(Kind::Blurred));
}

TEST(Examine, APlainObjectWithoutEdgesInsideIsNotCalledBlurred) {
  EXPECT_FALSE(Scene(500, 400, {{250, 200, 150}}, {90, 40, 30}, {90, 40, 30}).amount(Kind::Blurred));
}

TEST(Examine, AnObjectOfTheBackgroundsColourIsFound) {
  EXPECT_GT(Scene(500, 400, {{250, 200, 120}}, {146, 150, 152}, {155, 148, 149}).amount(Kind::LowContrast).value_or(0),
            90);
  EXPECT_FALSE(Scene(500, 400, {{250, 200, 120}}).amount(Kind::LowContrast));
}

TEST(Examine, ATransparentPictureNeedsNoContrast) {
  Scene scene(500, 400, {{250, 200, 120}}, {146, 150, 152}, {155, 148, 149});
  scene.picture = scene.cutout;
  EXPECT_FALSE(scene.amount(Kind::LowContrast));
}

TEST(Examine, FindsTheSameWhateverTheSizeOfThePicture) {
  const Scene large(2000, 1600, {{300, 800, 500}});
  EXPECT_TRUE(large.amount(Kind::TouchesBorder));
  EXPECT_FALSE(large.amount(Kind::Blurred));
}

TEST(Examine, TinyAndEmptyPicturesAreNoTrouble) {
  for (int side = 1; side < 12; ++side) {
    EXPECT_NO_THROW(examine(image::Image8(side, 3, 4, 255), image::Image8(side, 3, 4, 255)));
    EXPECT_TRUE(examine(image::Image8(side, side, 4, 255), image::Image8(side, side, 4)).empty());
  }
  EXPECT_THROW(examine(image::Image8(5, 5, 4), image::Image8(5, 4, 4)), Error);
}

}  // namespace
}  // namespace core::matting
