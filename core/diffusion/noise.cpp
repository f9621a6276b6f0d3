// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/diffusion/noise.h"

#include <ATen/ops/empty.h>
#include <c10/util/Half.h>

#include <array>
#include <cmath>
#include <numbers>

#include "core/base/random.h"

namespace core::diffusion {

at::Tensor generator_noise(at::IntArrayRef shape, std::uint64_t seed, std::uint64_t draw) {
  constexpr float kScale = 0x1p-32f;
  constexpr float kAngleScale = kScale * 2.0f * std::numbers::pi_v<float>;
  const auto low = [](std::uint64_t value) { return static_cast<std::uint32_t>(value); };
  const auto high = [](std::uint64_t value) { return static_cast<std::uint32_t>(value >> 32); };

  at::Tensor noise = at::empty(shape, at::kFloat);
  float* elements = noise.mutable_data_ptr<float>();
  for (std::int64_t i = 0; i < noise.numel(); ++i) {
    const auto subsequence = static_cast<std::uint64_t>(i);
    const std::array<std::uint32_t, 4> words =
        philox4x32({low(draw), high(draw), low(subsequence), high(subsequence)}, {low(seed), high(seed)});
    // Box and Muller with both uniforms moved half a step off zero, as cuRAND does.
    const float u = static_cast<float>(words[0]) * kScale + kScale / 2.0f;
    const float v = static_cast<float>(words[1]) * kAngleScale + kAngleScale / 2.0f;
    elements[i] = c10::Half(std::sin(v) * std::sqrt(-2.0f * std::log(u)));
  }
  return noise;
}

}  // namespace core::diffusion
