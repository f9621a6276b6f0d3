// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/cascade/latent_preview.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

namespace core::cascade {
namespace {

TEST(LatentPreview, FindsTheColoursThatTheKnownPicturesHave) {
  // Latents whose channels are mixtures of the colours.
  const at::Tensor colors = at::linspace(0.0, 1.0, 2 * 3 * 16).mul(7.0).sin().abs().view({2, 3, 4, 4});
  const at::Tensor red = colors.select(1, 0), green = colors.select(1, 1), blue = colors.select(1, 2);
  const at::Tensor latents = at::stack({2.0 * red - green, green + blue - 1.0, 0.5 * blue, red * red}, 1);
  const at::Tensor pictures = at::upsample_nearest2d(colors, {16, 16});
  const image::Image8 preview = LatentPreview(latents, pictures).picture_of(latents[1]);
  ASSERT_EQ(preview.width(), 4);
  ASSERT_EQ(preview.channels(), 3);
  for (int y = 0; y < 4; ++y) {
    for (int x = 0; x < 4; ++x) {
      for (int c = 0; c < 3; ++c) EXPECT_NEAR(preview.at(x, y, c), 255.0 * colors[1][c][y][x].item<double>(), 3.0);
    }
  }
}

TEST(LatentPreview, PicturesOfOneColourDoNotUpsetIt) {
  const at::Tensor latents = at::ones({1, 4, 4, 4});
  const image::Image8 preview = LatentPreview(latents, at::full({1, 3, 32, 32}, 0.4)).picture_of(latents[0]);
  EXPECT_NEAR(preview.at(1, 1), 102, 1);
}

}  // namespace
}  // namespace core::cascade
