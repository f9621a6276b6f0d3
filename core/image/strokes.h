// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <cstdint>

/// What the artist painted over a picture to correct its cut-out, one byte a pixel: 0 nothing, 1 object, 2 background,
/// and what a soft brush leaves: 3..128 object and 129..254 background in part, more of it from value to value.
namespace core::image {

inline constexpr std::uint8_t kStrokeObject = 1, kStrokeBackground = 2;

/// -1 background ... 0 nothing ... 1 object.
inline float stroke_value(std::uint8_t byte) {
  if (byte == 0) return 0.0f;
  if (byte <= kStrokeBackground) return byte == kStrokeObject ? 1.0f : -1.0f;
  return byte <= 128 ? static_cast<float>(byte - 2) / 127.0f : -static_cast<float>(byte - 128) / 127.0f;
}

/// The nearest byte. @param value  -1..1
inline std::uint8_t stroke_byte(float value) {
  const auto share = static_cast<int>(std::lround(127.0f * std::abs(value)));
  if (share == 0) return 0;
  if (share >= 127) return value > 0.0f ? kStrokeObject : kStrokeBackground;
  return static_cast<std::uint8_t>(value > 0.0f ? 2 + share : 128 + share);
}

}  // namespace core::image
