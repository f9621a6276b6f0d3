// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/cascade/anchor_condition.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include "tests/core/cascade/tiny_pack.h"
#include "tests/support/temporary_folder.h"

namespace core::cascade {
namespace {

TEST(ConditioningCanvas, IsMixedWithWhiteAndCutOffToWholeBytes) {
  image::Image8 front(256, 1, 4);
  for (int x = 0; x < 256; ++x) {
    const std::uint8_t value = static_cast<std::uint8_t>(x);
    const std::uint8_t pixel[] = {value, value, 0, static_cast<std::uint8_t>(x == 7 ? 100 : 255)};
    std::copy_n(pixel, 4, front.pixel(x, 0));
  }
  front.at(9, 0, 3) = 0;
  const image::Image8 canvas = conditioning_canvas(front);
  for (int x = 0; x < 256; ++x) {
    ASSERT_TRUE(x == 7 || x == 9 || canvas.at(x, 0, 0) == x) << x;
  }
  EXPECT_EQ(canvas.at(7, 0, 2), 155);
  EXPECT_EQ(canvas.at(7, 0, 0), 157);  // 7 * 100 / 255 + 155 = 157.7
  EXPECT_EQ(canvas.at(9, 0, 0), 255);
}

TEST(EncodePictures, GivesTokensAndLatentsOfBothCanvasesAndLatentsOfTheRest) {
  const support::TemporaryFolder pipe;
  support::write_tiny_anchor_pipe(pipe.path());
  const std::array<image::Image8, 2> canvases = {image::Image8(256, 256, 3, 255), image::Image8(256, 256, 3, 90)};
  double last = 0.0;
  const RunContext context(
      {}, {.on_progress = [&](std::string_view, double fraction) { last = fraction; }, .on_warning = {}});
  const EncodedPictures encoded = encode_pictures(canvases, std::span(&canvases[1], 1), pipe.path(), {}, context);
  EXPECT_EQ(encoded.condition.tokens.sizes(), at::IntArrayRef({2, 6}));
  EXPECT_EQ(encoded.condition.latents.sizes(), at::IntArrayRef({2, 4, 8, 8}));
  EXPECT_TRUE(encoded.latents[0].equal(encoded.condition.latents[1]));
  EXPECT_FALSE(encoded.latents[0].equal(encoded.condition.latents[0]));
  EXPECT_EQ(last, 1.0);
}

}  // namespace
}  // namespace core::cascade
