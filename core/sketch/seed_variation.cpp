// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/sketch/seed_variation.h"

#include <algorithm>
#include <cmath>
#include <glm/common.hpp>
#include <glm/geometric.hpp>
#include <glm/trigonometric.hpp>

#include "core/base/random.h"
#include "core/sketch/noise.h"
#include "core/sketch/sampling.h"

namespace core::sketch {
namespace {

constexpr std::uint64_t kDesignStream = 0x736b657463680001u;  // keeps these numbers apart from other uses of a seed
constexpr std::uint64_t kNumPatterns = 5;

float luminance(const glm::vec3& color) { return glm::dot(color, glm::vec3(0.2126f, 0.7152f, 0.0722f)); }

/// The palette colour that differs most from the main one, weighed by chance; a shifted main colour if there is only
/// one.
glm::vec3 accent_from(const std::vector<PaletteColor>& palette, Random& random) {
  const glm::vec3 main = palette.front().rgb;
  glm::vec3 best = luminance(main) > 0.5f ? 0.55f * main : glm::mix(main, glm::vec3(1.0f), 0.45f);
  float best_score = 0.12f;
  for (std::size_t i = 1; i < palette.size(); ++i) {
    const float score = glm::distance(palette[i].rgb, main) * (0.4f + random.uniform());
    if (score > best_score) {
      best_score = score;
      best = palette[i].rgb;
    }
  }
  return best;
}

}  // namespace

SeedVariation::SeedVariation(std::uint64_t seed, const std::vector<PaletteColor>& palette) {
  if (seed == kPlainSeed) return;
  is_plain_ = false;
  Random random(seed, kDesignStream);
  salt_ = random.next_u32();
  // Neighbouring seeds never share a pattern, so that the next roll is seen to differ.
  pattern_ = static_cast<Pattern>((seed - kPlainSeed + kNumPatterns) % kNumPatterns);
  accent_ = accent_from(palette, random);
  second_accent_ = accent_from(palette, random);
  accent_strength_ = random.uniform(0.65f, 0.9f);
  brightness_ = random.uniform() < 0.5f ? random.uniform(0.8f, 0.92f) : random.uniform(1.04f, 1.14f);
  frequency_ = random.uniform(6.0f, 10.0f);
  outline_share_ = random.uniform() < 0.5f ? 0.0f : random.uniform(0.6f, 1.0f);
  bump_frequency_ = random.uniform(12.0f, 20.0f);
  bump_height_ = random.uniform(0.004f, 0.007f);
}

float SeedVariation::mask(const glm::vec3& position) const {
  const glm::vec3 p = position * frequency_;
  switch (pattern_) {
    case Pattern::Mottles:
      return glm::smoothstep(0.0f, 0.14f, rough_noise(p, salt_));
    case Pattern::Bands: {
      const float wobble = 0.5f * rough_noise(0.7f * p, salt_);
      return glm::smoothstep(-0.15f, 0.15f, std::sin(1.9f * p.z + 2.2f * wobble));
    }
    case Pattern::Spots:
      return 1.0f - glm::smoothstep(0.30f, 0.38f, nearest_feature(p, salt_).distance);
    case Pattern::Countershade:
      return glm::smoothstep(-0.09f, 0.06f, position.z + 0.05f * rough_noise(p, salt_));
    case Pattern::Patches: {
      const glm::vec3 warped = p + 0.25f * glm::vec3(value_noise(1.5f * p, salt_), value_noise(1.5f * p, salt_ + 1),
                                                     value_noise(1.5f * p, salt_ + 2));
      return static_cast<float>(nearest_feature(0.6f * warped, salt_).hash & 3u) / 3.0f;
    }
  }
  return 0.0f;
}

glm::vec3 SeedVariation::color(const glm::vec3& base, const glm::vec3& position) const {
  if (is_plain_) return base;
  const float share = mask(position);
  const glm::vec3 accent = pattern_ == Pattern::Patches && share > 0.5f ? second_accent_ : accent_;
  // The pattern takes over light and shade of what it covers, so that the form still reads.
  const float shade = std::clamp(luminance(base) / std::max(0.15f, luminance(accent)), 0.75f, 1.25f);
  const glm::vec3 varied = glm::mix(base, accent * glm::mix(1.0f, shade, 0.5f), accent_strength_ * share);
  return glm::clamp(varied * brightness_, 0.0f, 1.0f);
}

float SeedVariation::height(const glm::vec3& position) const {
  return rough_noise(position * bump_frequency_, salt_ + 0x77u) * bump_height_;
}

glm::vec3 SeedVariation::normal(const glm::vec3& normal, const glm::vec3& position, float strength) const {
  if (is_plain_ || strength <= 0.0f) return normal;
  constexpr float kStep = 0.004f;
  glm::vec3 slope;
  for (int axis = 0; axis < 3; ++axis) {
    glm::vec3 offset(0.0f);
    offset[axis] = kStep;
    slope[axis] = (height(position + offset) - height(position - offset)) / (2.0f * kStep);
  }
  // Bump mapping: only the part of the slope along the surface tilts the normal.
  const glm::vec3 along = slope - glm::dot(slope, normal) * normal;
  return glm::normalize(normal - strength * along);
}

}  // namespace core::sketch
