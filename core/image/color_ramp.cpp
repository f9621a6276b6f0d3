// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/image/color_ramp.h"

#include <algorithm>
#include <cmath>

#include "core/image/color_space.h"

namespace core::image {
namespace {

using Triple = std::array<float, 3>;

/// L, a, b of the two ends; everything between lies within sRGB.
constexpr Triple kLow = {0.33f, 0.0f, -0.135f}, kHigh = {0.88f, -0.015f, 0.15f};

Triple linear_srgb_from_oklab(const Triple& lab) {
  const auto cube = [](float x) { return x * x * x; };
  const float l = cube(lab[0] + 0.3963377774f * lab[1] + 0.2158037573f * lab[2]);
  const float m = cube(lab[0] - 0.1055613458f * lab[1] - 0.0638541728f * lab[2]);
  const float s = cube(lab[0] - 0.0894841775f * lab[1] - 1.2914855480f * lab[2]);
  return {4.0767416621f * l - 3.3077115913f * m + 0.2309699292f * s,
          -1.2684380046f * l + 2.6097574011f * m - 0.3413193965f * s,
          -0.0041960863f * l - 0.7034186147f * m + 1.7076147010f * s};
}

}  // namespace

std::array<std::uint8_t, 3> ramp_color(float value) {
  const float t = std::clamp(value, 0.0f, 1.0f);
  Triple lab;
  for (std::size_t c = 0; c < 3; ++c) lab[c] = std::lerp(kLow[c], kHigh[c], t);
  const Triple linear = linear_srgb_from_oklab(lab);
  std::array<std::uint8_t, 3> color;
  for (std::size_t c = 0; c < 3; ++c) {
    color[c] = static_cast<std::uint8_t>(std::lround(srgb_from_linear(std::clamp(linear[c], 0.0f, 1.0f)) * 255.0f));
  }
  return color;
}

}  // namespace core::image
