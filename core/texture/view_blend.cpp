// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/texture/view_blend.h"

#include <algorithm>
#include <cmath>
#include <glm/common.hpp>
#include <glm/geometric.hpp>

#include "core/texture/sampling.h"

namespace core::texture {
namespace {

constexpr float kLeastCos = 0.08f;       ///< more grazing than this, a pixel covers too much surface
constexpr float kFeatherFrom = 0.5f;     ///< clearance in reference pixels at which a view begins to count
constexpr float kFeatherTo = 2.5f;       ///< ... and from which on it counts in full
constexpr float kFrontFeatherTo = 1.2f;  ///< the photo's own outline needs less
constexpr float kFrontCosFrom = 0.12f, kFrontCosTo = 0.40f;
constexpr float kFrontBoost = 60.0f;  ///< over the best other anchor, which then moves a colour by under two percent
constexpr float kAgree = 0.12f, kDisagree = 0.28f;  ///< distance from the weighted median

float distance_of(const glm::vec3& a, const glm::vec3& b) {
  const glm::vec3 d = glm::abs(a - b);
  return std::max({d.x, d.y, d.z});
}

}  // namespace

float facing_weight(float cos_angle, bool goes_first) {
  const float cos2 = cos_angle * cos_angle;
  float boost = 1.0f;
  if (goes_first) boost += kFrontBoost * glm::smoothstep(kFrontCosFrom, kFrontCosTo, cos_angle) / std::max(cos2, 0.02f);
  return cos_angle > 0.0f ? cos2 * cos2 * boost : 0.0f;
}

void ViewBlend::add(int view) {
  const auto index = static_cast<std::size_t>(view);
  if (seen_[index] || !views_.views[index] || !(views_.trust[index] > 0.0f)) return;
  const bool uses_photo =
      view == 0 && settings_.is_filtered && views_.front_detail != nullptr && !views_.front_detail->is_empty();
  const image::Image8& picture = uses_photo ? *views_.front_detail : views_.views[index]->rgba;
  SightSettings settings = settings_;
  if (uses_photo) {
    settings.depth_px = std::clamp(picture.width(), settings.depth_px, 1024);
    settings.picture_from_view = align_photo(picture, views_.views[index]->rgba);
  }
  seen_[index] = std::make_unique<SeenView>(surface_, geometry::view_camera(view, settings.depth_px, views_.ring),
                                            picture, settings);
}

void ViewBlend::keep(const Candidate& candidate, Candidates& found) const {
  if (found.count < kMaxCandidates) {
    found.items[found.count++] = candidate;
    return;
  }
  const auto weakest = std::min_element(found.items.begin(), found.items.end(),
                                        [](const Candidate& a, const Candidate& b) { return a.weight < b.weight; });
  if (weakest->weight < candidate.weight) *weakest = candidate;
}

void ViewBlend::collect(const SurfacePoint& point, int first, int step, Candidates& found) const {
  const float need = 1.0f - found.confidence;
  for (int k = first; k < geometry::kNumViews; k += step) {
    if (step == 1 && geometry::is_anchor(k)) continue;
    const SeenView* view = seen_[static_cast<std::size_t>(k)].get();
    if (view == nullptr) continue;
    const glm::vec3 to_view = glm::normalize(view->position_in_world() - point.position);
    const float cos_angle = glm::dot(to_view, point.normal);
    if (cos_angle < kLeastCos || glm::dot(to_view, point.face_normal) < 0.5f * kLeastCos) continue;
    const auto sight = view->sight(point.position);
    if (!sight) continue;
    const float feather = glm::smoothstep(kFeatherFrom, k == 0 ? kFrontFeatherTo : kFeatherTo, sight->clearance);
    const float weight = views_.trust[static_cast<std::size_t>(k)] * facing_weight(cos_angle, k == 0) * feather * need;
    if (weight <= 0.0f) continue;
    keep({view, sight->at, weight, {}}, found);
    const float shown =
        glm::smoothstep(kLeastCos, 0.3f, cos_angle) * glm::smoothstep(kFeatherFrom, 1.5f, sight->clearance);
    found.confidence = std::max(found.confidence, shown);
  }
}

namespace {

/// Per channel, the colour at which half of the weight is reached.
template <class Items>
glm::vec3 weighted_median(const Items& items, std::size_t count) {
  glm::vec3 median(0.0f);
  for (int channel = 0; channel < 3; ++channel) {
    std::array<std::pair<float, float>, 8> sorted;
    float total = 0.0f;
    for (std::size_t i = 0; i < count; ++i) {
      sorted[i] = {items[i].color[channel], items[i].weight};
      total += items[i].weight;
    }
    std::sort(sorted.begin(), sorted.begin() + static_cast<std::ptrdiff_t>(count));
    float sum = 0.0f;
    for (std::size_t i = 0; i < count; ++i) {
      sum += sorted[i].second;
      median[channel] = sorted[i].first;
      if (sum >= 0.5f * total) break;
    }
  }
  return median;
}

}  // namespace

SeenColor ViewBlend::at(const SurfacePoint& point, float footprint) const {
  Candidates found;
  collect(point, 0, geometry::kViewsPerAnchor, found);
  if (found.confidence < 1.0f) collect(point, 1, 1, found);
  if (found.count == 0) return {};
  auto& items = found.items;
  float most = 0.0f;
  for (std::size_t i = 0; i < found.count; ++i) most = std::max(most, items[i].weight);
  std::size_t count = 0;
  for (std::size_t i = 0; i < found.count; ++i) {
    if (items[i].weight < 0.01f * most) continue;
    items[count] = items[i];
    items[count].color = items[count].view->color(items[count].at, footprint);
    ++count;
  }
  if (count == 1) return {items[0].color, items[0].color, found.confidence};
  if (count > 2) {
    const glm::vec3 median = weighted_median(items, count);
    for (std::size_t i = 0; i < count; ++i) {
      items[i].weight *= 1.0f - 0.98f * glm::smoothstep(kAgree, kDisagree, distance_of(items[i].color, median));
    }
  }
  most = 0.0f;
  for (std::size_t i = 0; i < count; ++i) most = std::max(most, items[i].weight);
  SeenColor seen{glm::vec3(0.0f), glm::vec3(0.0f), found.confidence};
  float sharp_weight = 0.0f, wide_weight = 0.0f;
  for (std::size_t i = 0; i < count; ++i) {
    const float share = items[i].weight / most;
    const float sharp_share = share * share * share * share;
    seen.color += sharp_share * items[i].color;
    seen.wide += share * items[i].color;
    sharp_weight += sharp_share;
    wide_weight += share;
  }
  seen.color /= sharp_weight;
  seen.wide /= wide_weight;
  return seen;
}

}  // namespace core::texture
