// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "tests/core/sketch/drawn_pictures.h"

#include <cmath>

namespace sketch_test {
namespace {

constexpr int kSize = 256;
constexpr int kSamples = 4;

std::uint8_t wave(float phase) { return static_cast<std::uint8_t>(std::lround(128.0f + 100.0f * std::sin(phase))); }

}  // namespace

core::image::Image8 drawn(const Inside& inside) {
  core::image::Image8 picture(kSize, kSize, 4);
  for (int y = 0; y < kSize; ++y) {
    for (int x = 0; x < kSize; ++x) {
      int count = 0;
      for (int i = 0; i < kSamples * kSamples; ++i) {
        const float sample_x = static_cast<float>(x) + (static_cast<float>(i % kSamples) + 0.5f) / kSamples;
        const float sample_y = static_cast<float>(y) + (static_cast<float>(i / kSamples) + 0.5f) / kSamples;
        count += inside(sample_x, sample_y);
      }
      std::uint8_t* pixel = picture.pixel(x, y);
      pixel[0] = wave(0.05f * static_cast<float>(x));
      pixel[1] = wave(0.07f * static_cast<float>(y) + 1.0f);
      pixel[2] = wave(0.03f * static_cast<float>(x + y));
      pixel[3] = static_cast<std::uint8_t>(count * 255 / (kSamples * kSamples));
    }
  }
  return picture;
}

Inside disc(float center_x, float center_y, float radius) {
  return [=](float x, float y) { return std::hypot(x - center_x, y - center_y) <= radius; };
}

Inside rectangle(float left, float top, float right, float bottom) {
  return [=](float x, float y) { return x >= left && x <= right && y >= top && y <= bottom; };
}

Inside figure() {
  return [head = disc(120, 62, 34), belly = disc(128, 135, 52), arm = rectangle(60, 118, 130, 136),
          left_leg = rectangle(98, 160, 118, 232), right_leg = rectangle(140, 160, 164, 225)](float x, float y) {
    return head(x, y) || belly(x, y) || arm(x, y) || left_leg(x, y) || right_leg(x, y);
  };
}

Inside vase() {
  return [](float x, float y) {
    return y >= 40 && y <= 216 && std::abs(x - 128.0f) <= 45.0f + 18.0f * std::sin((y - 40.0f) / 26.0f);
  };
}

core::views::ViewPtr front_view(const core::image::Image8& rgba) {
  auto view = std::make_shared<core::views::View>();
  view->rgba = rgba;
  return view;
}

core::views::AnchorRequest all_anchors(const core::image::Image8& rgba, std::uint64_t seed) {
  core::views::AnchorRequest request;
  request.front = front_view(rgba);
  request.wanted.set();
  request.seeds.fill(seed);
  return request;
}

}  // namespace sketch_test
