// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/views/normal_map.h"

#include <algorithm>
#include <cmath>

namespace core::views {
namespace {

float decode(std::uint8_t byte) { return static_cast<float>(byte) / 255.0f * 2.0f - 1.0f; }

std::uint8_t encode(float component) {
  return static_cast<std::uint8_t>(std::lround(std::clamp(0.5f * (component + 1.0f), 0.0f, 1.0f) * 255.0f));
}

}  // namespace

glm::vec3 decode_normal(const std::uint8_t* rgb) { return {decode(rgb[1]), -decode(rgb[0]), decode(rgb[2])}; }

void encode_normal(const glm::vec3& normal_in_world, std::uint8_t* rgb) {
  rgb[0] = encode(-normal_in_world.y);
  rgb[1] = encode(normal_in_world.x);
  rgb[2] = encode(normal_in_world.z);
}

}  // namespace core::views
