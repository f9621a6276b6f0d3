// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/diffusion/noise.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "core/base/random.h"

namespace core::diffusion {
namespace {

TEST(GeneratorNoise, ElementsAreTheFirstNormalsOfTheirOwnSubsequences) {
  const std::uint64_t seed = 0x1'0000'002B;
  const at::Tensor noise = generator_noise({4, 8}, seed, 2);
  for (std::uint32_t i = 0; i < 32; ++i) {
    const auto words = philox4x32({2, 0, i, 0}, {0x2B, 1});
    const double u = (words[0] + 0.5) / 4294967296.0, v = (words[1] + 0.5) / 4294967296.0;
    const double wanted = std::sqrt(-2.0 * std::log(u)) * std::sin(2.0 * std::numbers::pi * v);
    EXPECT_NEAR(noise.flatten()[i].item<double>(), wanted, 1e-3 * std::max(1.0, std::abs(wanted)));
  }
}

TEST(GeneratorNoise, ValuesAreThoseThatHalfPrecisionRepresents) {
  const at::Tensor noise = generator_noise({1000}, 43);
  EXPECT_TRUE(noise.to(at::kHalf).to(at::kFloat).equal(noise));
}

TEST(GeneratorNoise, IsNormalAndDiffersFromDrawToDraw) {
  const at::Tensor first = generator_noise({16, 4, 32, 32}, 43), second = generator_noise({16, 4, 32, 32}, 43, 1);
  EXPECT_NEAR(first.mean().item<double>(), 0.0, 0.01);
  EXPECT_NEAR(first.var().item<double>(), 1.0, 0.02);
  EXPECT_NEAR((first * second).mean().item<double>(), 0.0, 0.01);
}

}  // namespace
}  // namespace core::diffusion
