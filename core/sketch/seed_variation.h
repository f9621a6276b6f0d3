// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <glm/vec3.hpp>
#include <vector>

#include "core/sketch/palette.h"

namespace core::sketch {

/// The seed that varies nothing: the plainest and most believable design.
inline constexpr std::uint64_t kPlainSeed = 43;

/// What a seed changes where no picture sees the body: which paint lies below, a pattern in the picture's own colours,
/// the brightness, and a gentle relief. It depends on the seed and the place on the body only, so that views drawn with
/// the same seed agree.
class SeedVariation {
 public:
  SeedVariation(std::uint64_t seed, const std::vector<PaletteColor>& palette);

  /// Paint below the pattern: 0 as chosen by the artist, towards 1 the colours drawn over from the outline.
  float outline_share() const { return outline_share_; }
  /// Colour of a place whose paint below is `base` (sRGB 0..1).
  glm::vec3 color(const glm::vec3& base, const glm::vec3& position) const;
  /// The normal tilted by the relief. @param strength 0..1
  glm::vec3 normal(const glm::vec3& normal, const glm::vec3& position, float strength) const;

 private:
  enum class Pattern { Mottles, Bands, Spots, Countershade, Patches };
  float mask(const glm::vec3& position) const;
  float height(const glm::vec3& position) const;

  std::uint32_t salt_ = 0;
  Pattern pattern_ = Pattern::Mottles;
  glm::vec3 accent_{0.0f};
  glm::vec3 second_accent_{0.0f};
  float accent_strength_ = 0.0f;
  float brightness_ = 1.0f;
  float frequency_ = 1.0f;
  float outline_share_ = 0.0f;
  float bump_frequency_ = 1.0f;
  float bump_height_ = 0.0f;
  bool is_plain_ = true;
};

}  // namespace core::sketch
