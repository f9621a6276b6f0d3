// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/views/normal_map.h"

#include <algorithm>
#include <cmath>
#include <numbers>

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

image::Image8 turned_normals(image::Image8 rgb, float turn_deg) {
  if (turn_deg == 0.0f) return rgb;
  const float angle = turn_deg * std::numbers::pi_v<float> / 180.0f;
  const float cosine = std::cos(angle), sine = std::sin(angle);
  const auto num_channels = static_cast<std::size_t>(rgb.channels());
  for (std::size_t i = 0; i < rgb.num_pixels(); ++i) {
    std::uint8_t* pixel = rgb.data().data() + num_channels * i;
    if (std::all_of(pixel, pixel + 3, [](std::uint8_t value) { return value == 255; })) continue;  // no normal
    const glm::vec3 n = decode_normal(pixel);
    encode_normal({cosine * n.x + sine * n.z, n.y, cosine * n.z - sine * n.x}, pixel);
  }
  return rgb;
}

void lay_normals(const image::Image8& rgba, View& view) {
  if (rgba.width() != view.rgba.width() || rgba.height() != view.rgba.height()) return;
  const bool had_normals = view.has_normal();
  if (!had_normals) view.normal = image::Image8(rgba.width(), rgba.height(), 4, 255);
  for (std::size_t i = 0; i < rgba.num_pixels(); ++i) {
    const std::uint8_t* given = rgba.data().data() + 4 * i;
    std::uint8_t* pixel = view.normal.data().data() + 4 * i;
    const bool is_given = given[3] >= 128;
    if (!had_normals) pixel[3] = is_given ? view.rgba.data()[4 * i + 3] : std::uint8_t{0};
    if (is_given && pixel[3] > 0) std::copy_n(given, 3, pixel);
  }
}

}  // namespace core::views
