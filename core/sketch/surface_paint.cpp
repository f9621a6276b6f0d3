// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/sketch/surface_paint.h"

#include <algorithm>
#include <cmath>
#include <glm/common.hpp>

#include "core/sketch/sampling.h"

namespace core::sketch {
namespace {

constexpr float kSharpFacing = 0.55f;               // steeper than this the picture is used as it is
constexpr float kGrazing = 0.04f;                   // flatter than this nothing gets softer any more
constexpr float kSeenFrom = 0.08f, kSeenTo = 0.5f;  // cosines between which a picture's say fades in

/// How soft a picture is used where it meets the surface at this cosine: a detail of one pixel is drawn out to
/// 1 / facing pixels, so along the other direction it is blurred to about that length too and nothing looks streaked.
float softness_at(float facing) {
  const float steepness = std::max(std::abs(facing), kGrazing);
  if (steepness >= kSharpFacing) return 0.0f;
  return 1.3f * std::log2(kSharpFacing / steepness);
}

float to_the_fourth(float value) { return value * value * value * value; }

}  // namespace

SurfacePaint::SurfacePaint(const image::Image8& front, const std::vector<RingPicture>& pictures, Unseen unseen)
    : pictures_(pictures), unseen_(unseen), palette_(palette_of(front)), from_outline_(filled_from_outline(front)) {}

glm::vec3 SurfacePaint::outline_color(const glm::vec2& point_px) const {
  return sample_rgb(from_outline_, point_px.x, point_px.y);
}

SurfacePaint::Painted SurfacePaint::at(const SurfacePoint& point, const SeedVariation& variation) const {
  glm::vec3 seen_sum(0.0f), mirror_sum(0.0f);
  float seen_weight = 0.0f, mirror_weight = 0.0f, seen = 0.0f;
  glm::vec2 front_px(0.0f);
  for (std::size_t i = 0; i < pictures_.size(); ++i) {
    const RingPicture::Sight sight = pictures_[i].sight_of(point);
    if (i == 0) front_px = sight.point_px;
    const glm::vec3 color = pictures_[i].color(sight.point_px, softness_at(sight.facing));
    const float through = to_the_fourth(std::abs(sight.facing)) + 1e-4f;
    mirror_sum += through * color;
    mirror_weight += through;
    if (sight.facing <= 0.0f) continue;
    const float direct = to_the_fourth(sight.facing) * sight.visible;
    seen_sum += direct * color;
    seen_weight += direct;
    seen = std::max(seen, sight.visible * glm::smoothstep(kSeenFrom, kSeenTo, sight.facing));
  }
  glm::vec3 unseen = mirror_sum / mirror_weight;
  if (unseen_ == Unseen::Outline) unseen = outline_color(front_px);
  if (unseen_ == Unseen::Plain) unseen = glm::mix(palette_.front().rgb, outline_color(front_px), 0.15f);
  if (variation.outline_share() > 0.0f) unseen = glm::mix(unseen, outline_color(front_px), variation.outline_share());
  unseen = variation.color(unseen, point.position);
  if (seen_weight <= 1e-6f) return {unseen, 0.0f};
  return {glm::mix(unseen, seen_sum / seen_weight, seen), seen};
}

}  // namespace core::sketch
