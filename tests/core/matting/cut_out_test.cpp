// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/matting/cut_out.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <random>

#include "core/base/error.h"
#include "core/image/alpha.h"
#include "core/image/strokes.h"

namespace core::matting {
namespace {

using Rgb = std::array<int, 3>;
constexpr int kPx = 240;

float coverage(float signed_distance) { return std::clamp(signed_distance + 0.5f, 0.0f, 1.0f); }

/// A body with a head, a handle with a hole, two colours and a white highlight: known alpha with soft edges.
image::Image8 make_object(int width = kPx, int height = kPx, float center_y = 0.55f) {
  image::Image8 rgba(width, height, 4);
  const float s = static_cast<float>(width) / 240.0f;
  const float cx = 0.45f * static_cast<float>(width), cy = center_y * static_cast<float>(height);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const float dx = static_cast<float>(x) - cx, dy = static_cast<float>(y) - cy;
      const float body = 60.0f * s - std::hypot(dx, dy * 0.85f);
      const float head = 30.0f * s - std::hypot(dx, dy + 75.0f * s);
      const float handle = 10.0f * s - std::abs(std::hypot(dx - 66.0f * s, dy) - 28.0f * s);
      const float alpha = coverage(std::max({body, head, handle}));
      if (alpha <= 0.0f) continue;
      Rgb color = dy < -20.0f * s ? Rgb{190, 70, 40} : Rgb{40, 60, 140};
      if (std::hypot(dx + 25.0f * s, dy - 10.0f * s) < 3.0f * s) color = {255, 255, 255};
      std::uint8_t* p = rgba.pixel(x, y);
      for (std::size_t c = 0; c < 3; ++c) p[c] = static_cast<std::uint8_t>(color[c]);
      p[3] = static_cast<std::uint8_t>(std::lround(255.0f * alpha));
    }
  }
  return rgba;
}

/// The object over a background: an opaque picture.
template <class ColorAt>
image::Image8 over(const image::Image8& object, const ColorAt& color_at) {
  image::Image8 result(object.width(), object.height(), 4, 255);
  for (int y = 0; y < object.height(); ++y) {
    for (int x = 0; x < object.width(); ++x) {
      const Rgb color = color_at(x, y);
      const int alpha = object.at(x, y, 3);
      for (int c = 0; c < 3; ++c) {
        const int mixed = object.at(x, y, c) * alpha + color[static_cast<std::size_t>(c)] * (255 - alpha);
        result.at(x, y, c) = static_cast<std::uint8_t>(std::clamp((mixed + 127) / 255, 0, 255));
      }
    }
  }
  return result;
}

image::Image8 over_color(const image::Image8& object, const Rgb& color) {
  return over(object, [&](int, int) { return color; });
}

/// Uniform noise of +-amplitude around a colour, the same in every run.
image::Image8 over_noise(const image::Image8& object, const Rgb& color, int amplitude) {
  std::mt19937 random(7);
  return over(object, [&](int, int) {
    Rgb noisy = color;
    for (int& value : noisy) {
      value =
          std::clamp(value + static_cast<int>(random() % static_cast<unsigned>(2 * amplitude + 1)) - amplitude, 0, 255);
    }
    return noisy;
  });
}

image::Image8 cut(const image::Image8& picture, const CutOutHints& hints = {}) {
  return cut_out(picture, false, hints, RunContext());
}

double mean_alpha_error(const image::Image8& a, const image::Image8& b) {
  double sum = 0.0;
  for (std::size_t i = 3; i < a.data().size(); i += 4) sum += std::abs(a.data()[i] - b.data()[i]);
  return sum / static_cast<double>(a.num_pixels());
}

TEST(CutOut, AlphaThatSaysSomethingIsUsedAsItIs) {
  const image::Image8 object = make_object();
  EXPECT_EQ(cut_out(object, true, {}, RunContext()), object);
}

TEST(CutOut, AlphaThatIsNearlySolidEverywhereIsNotTaken) {
  image::Image8 picture = over_color(make_object(), {255, 255, 255});
  picture.at(3, 3, 3) = 250;
  EXPECT_GT(image::mask_iou(cut_out(picture, true, {}, RunContext()), make_object()), 0.97);
}

TEST(CutOut, PlainBackgroundsAreRemovedExactly) {
  const image::Image8 object = make_object();
  for (const Rgb& color : {Rgb{255, 255, 255}, Rgb{0, 0, 0}, Rgb{128, 128, 128}, Rgb{30, 190, 60}}) {
    SCOPED_TRACE(color[1]);
    const image::Image8 result = cut(over_color(object, color));
    EXPECT_GT(image::mask_iou(result, object), 0.985);
    EXPECT_LT(mean_alpha_error(result, object), 1.0);
  }
}

TEST(CutOut, TheCutOutOverItsBackgroundGivesThePictureAgain) {
  const Rgb color = {255, 255, 255};
  const image::Image8 picture = over_color(make_object(), color);
  const image::Image8 again = over_color(cut(picture), color);
  for (std::size_t i = 0; i < picture.data().size(); ++i) ASSERT_NEAR(again.data()[i], picture.data()[i], 12);
}

TEST(CutOut, SoftEdgesHoldNoBackground) {
  const image::Image8 object = make_object();
  const image::Image8 result = cut(over_color(object, {30, 190, 60}));
  for (std::size_t i = 0; i < result.num_pixels(); ++i) {
    const std::uint8_t* p = result.data().data() + 4 * i;
    // Greener than any colour of the object.
    ASSERT_FALSE(p[3] > 25 && p[1] > p[0] + 20 && p[1] > p[2] + 20) << i;
  }
}

TEST(CutOut, HolesStayHolesAndHighlightsStaySolid) {
  const image::Image8 result = cut(over_color(make_object(), {255, 255, 255}));
  const int cx = 108, cy = 132;
  EXPECT_EQ(result.at(cx + 66 + 8, cy, 3), 0);
  EXPECT_EQ(result.at(cx - 25, cy + 10, 3), 255);
}

TEST(CutOut, GradientsAndVignettesAreRemovedToo) {
  const image::Image8 object = make_object();
  const image::Image8 gradient = over(object, [](int x, int y) { return Rgb{90 + x / 3, 140 + y / 4, 210 - x / 4}; });
  EXPECT_GT(image::mask_iou(cut(gradient), object), 0.97);
  const image::Image8 vignette = over(object, [](int x, int y) {
    const int value = 245 - static_cast<int>(0.004 * (std::pow(x - 120.0, 2.0) + std::pow(y - 120.0, 2.0)));
    return Rgb{value, value, value};
  });
  EXPECT_GT(image::mask_iou(cut(vignette), object), 0.97);
}

TEST(CutOut, NoisyAndTexturedBackgroundsAreCutWell) {
  const image::Image8 object = make_object();
  EXPECT_GT(image::mask_iou(cut(over_noise(object, {130, 135, 120}, 30)), object), 0.95);
  const image::Image8 checker = over(object, [](int x, int y) {
    return (x / 20 + y / 20) % 2 == 0 ? Rgb{150, 160, 140} : Rgb{190, 195, 175};
  });
  EXPECT_GT(image::mask_iou(cut(checker), object), 0.9);
}

TEST(CutOut, AnObjectMayTouchTheLowerEdge) {
  const image::Image8 object = make_object(kPx, kPx, 0.8f);
  EXPECT_GT(image::mask_iou(cut(over_color(object, {250, 250, 250})), object), 0.97);
  EXPECT_GT(image::mask_iou(cut(over_noise(object, {130, 135, 120}, 30)), object), 0.9);
}

TEST(CutOut, TheBoxLeavesOutWhatLiesOutsideIt) {
  // Two objects; the artist means the left one.
  image::Image8 both(2 * kPx, kPx, 4);
  const image::Image8 object = make_object();
  for (int y = 0; y < kPx; ++y) {
    std::copy_n(object.pixel(0, y), 4 * kPx, both.pixel(0, y));
    std::copy_n(object.pixel(0, y), 4 * kPx, both.pixel(kPx, y));
  }
  image::Image8 left = both;
  for (int y = 0; y < kPx; ++y) std::fill_n(left.pixel(kPx, y), 4 * kPx, std::uint8_t{0});
  const CutOutHints hints{Box{20, 15, kPx, kPx - 10}, {}};
  EXPECT_GT(image::mask_iou(cut(over_color(both, {255, 255, 255}), hints), left), 0.97);
  EXPECT_GT(image::mask_iou(cut(over_noise(both, {130, 135, 120}, 30), hints), left), 0.9);
}

TEST(CutOut, VeryLargePicturesKeepTheirSizeAndTheirPixels) {
  const image::Image8 object = make_object(4020, 4000);
  const image::Image8 picture = over_color(object, {255, 255, 255});
  const image::Image8 result = cut(picture);
  EXPECT_GT(image::mask_iou(result, object), 0.97);
  EXPECT_TRUE(std::equal(result.pixel(1900, 2100), result.pixel(1900, 2100) + 4, picture.pixel(1900, 2100)));
}

TEST(CutOut, StrokesHaveTheLastWord) {
  CutOutHints hints;
  hints.strokes = image::Image8(kPx, kPx, 1);
  for (int y = 0; y < 12; ++y) {
    std::fill_n(hints.strokes.pixel(10, 10 + y), 12, std::uint8_t{1});
    std::fill_n(hints.strokes.pixel(100, 130 + y), 12, std::uint8_t{2});
  }
  for (const image::Image8& picture :
       {over_color(make_object(), {255, 255, 255}), over_noise(make_object(), {130, 135, 120}, 30)}) {
    const image::Image8 result = cut(picture, hints);
    EXPECT_EQ(result.at(15, 15, 3), 255);
    EXPECT_EQ(result.at(105, 135, 3), 0);
  }
}

TEST(CutOut, SoftStrokesCutInPart) {
  const image::Image8 picture = over_color(make_object(), {255, 255, 255});
  CutOutHints hints;
  hints.strokes = image::Image8(kPx, kPx, 1);
  hints.strokes.at(15, 15) = image::stroke_byte(0.4f);
  hints.strokes.at(105, 135) = image::stroke_byte(-0.4f);
  const image::Image8 plain = cut(picture), result = cut(picture, hints);
  ASSERT_EQ(plain.at(15, 15, 3), 0);
  ASSERT_EQ(plain.at(105, 135, 3), 255);
  EXPECT_NEAR(result.at(15, 15, 3), 102, 1);
  EXPECT_EQ(result.at(15, 15, 0), picture.at(15, 15, 0));
  EXPECT_NEAR(result.at(105, 135, 3), 153, 1);
  EXPECT_EQ(result.at(105, 135, 0), plain.at(105, 135, 0));
}

TEST(CutOut, SoftStrokesCorrectTransparentPicturesToo) {
  const image::Image8 picture = make_object();
  CutOutHints hints;
  hints.strokes = image::Image8(kPx, kPx, 1);
  hints.strokes.at(105, 135) = image::stroke_byte(-0.4f);
  EXPECT_NEAR(matting::cut_out(picture, true, hints, RunContext()).at(105, 135, 3), 153, 1);
}

TEST(CutOut, OfSeveralObjectsTheLargestCanBeKept) {
  image::Image8 picture = over_color(make_object(), {255, 255, 255});
  for (int y = 20; y < 60; ++y) {
    for (int x = 185; x < 225; ++x) std::fill_n(picture.pixel(x, y), 3, std::uint8_t{30});
  }
  CutOutHints hints;
  const image::Image8 both = cut(picture);
  EXPECT_EQ(both.at(205, 40, 3), 255);
  hints.keeps_largest = true;
  const image::Image8 one = cut(picture, hints);
  EXPECT_EQ(one.at(205, 40, 3), 0);
  EXPECT_LT(image::alpha_box(one).right, 220);
  EXPECT_EQ(one.at(105, 135, 3), 255);
  hints.strokes = image::Image8(kPx, kPx, 1);
  hints.strokes.at(205, 40) = image::kStrokeObject;
  EXPECT_EQ(cut(picture, hints).at(205, 40, 3), 255) << "strokes have the last word";
}

TEST(CutOut, TheSamePictureGivesTheSameBytes) {
  const image::Image8 picture = over_noise(make_object(), {130, 135, 120}, 30);
  EXPECT_EQ(cut(picture), cut(picture));
}

TEST(CutOut, NothingLeftIsAnError) {
  const image::Image8 blank(64, 48, 4, 255);
  try {
    cut(blank);
    FAIL() << "an empty cut-out was returned";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::Empty);
  }
  EXPECT_THROW(cut_out(image::Image8(64, 48, 4), true, {}, RunContext()), Error);
}

TEST(CutOut, TinyPicturesAreCutOrRefusedButNeverBreak) {
  std::mt19937 random(3);
  for (const auto& [width, height] : {std::pair{1, 1}, {2, 1}, {1, 40}, {3, 3}, {8, 8}, {40, 2}, {17, 5}}) {
    for (const bool has_box : {false, true}) {
      image::Image8 picture(width, height, 4, 255);
      for (std::size_t i = 0; i < picture.data().size(); ++i) {
        if (i % 4 != 3) picture.data()[i] = static_cast<std::uint8_t>(random());
      }
      CutOutHints hints;
      if (has_box) hints.box = Box{-5, -5, width + 5, height + 5};
      try {
        EXPECT_EQ(cut(picture, hints).width(), width);
      } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::Empty);
      }
    }
  }
}

TEST(CutOut, WrongHintsAreUsageErrors) {
  const image::Image8 picture = over_color(make_object(), {255, 255, 255});
  EXPECT_THROW(cut(picture, {Box{50, 50, 50, 90}, {}}), Error);
  EXPECT_THROW(cut(picture, {std::nullopt, image::Image8(3, 3, 1)}), Error);
  EXPECT_THROW(cut(image::Image8(8, 8, 3)), Error);
}

TEST(CutOut, StopsWhenAsked) {
  std::stop_source stop;
  stop.request_stop();
  const image::Image8 picture = over_noise(make_object(), {130, 135, 120}, 30);
  EXPECT_THROW(cut_out(picture, false, {}, RunContext(stop.get_token(), {})), Cancelled);
}

TEST(RemoveWhite, TakesRgbAndRgba) {
  const image::Image8 object = make_object();
  const image::Image8 picture = over_color(object, {255, 255, 255});
  image::Image8 rgb(kPx, kPx, 3);
  for (std::size_t i = 0; i < rgb.num_pixels(); ++i) {
    std::copy_n(picture.data().data() + 4 * i, 3, rgb.data().data() + 3 * i);
  }
  EXPECT_EQ(remove_white(rgb), remove_white(picture));
  EXPECT_GT(image::mask_iou(remove_white(rgb), object), 0.985);
}

}  // namespace
}  // namespace core::matting
