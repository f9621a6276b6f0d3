// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/sketch/outline_sections.h"

#include <algorithm>
#include <cmath>
#include <glm/trigonometric.hpp>

#include "core/image/outline_distance.h"
#include "core/sketch/membrane.h"

namespace core::sketch {
namespace {

constexpr float kSquareEnough = 0.9f;  // sine of the angle between two lines of sight that measure all of a section
constexpr float kTooAlike = 0.3f;      // sine below which two lines of sight measure the same
constexpr float kPowerOfMany = 3.0f;   // measured on the sample meshes (body_bench.h)
constexpr float kLowestCrest = 0.05f;  // square pixels

std::vector<Run> extents_of(const std::vector<std::vector<Run>>& rows) {
  std::vector<Run> extents(rows.size());
  const std::vector<int> nearest = nearest_filled_rows(rows);
  for (std::size_t y = 0; y < rows.size(); ++y) {
    if (nearest[y] < 0) continue;
    const std::vector<Run>& runs = rows[static_cast<std::size_t>(nearest[y])];
    extents[y] = {runs.front().left, runs.back().right};
  }
  return extents;
}

/// Index of the run that holds a pixel's centre or is nearest to it.
std::size_t run_at(const std::vector<Run>& runs, float x_px) {
  std::size_t best = 0;
  float best_gap = 1e9f;
  for (std::size_t r = 0; r < runs.size(); ++r) {
    const float gap = std::max({runs[r].left - x_px, x_px - runs[r].right, 0.0f});
    if (gap < best_gap) {
      best = r;
      best_gap = gap;
    }
  }
  return best;
}

/// Highest membrane along the run that holds each pixel and along its whole row, mixed.
image::ImageF crest_heights(const image::ImageF& membrane, const std::vector<std::vector<Run>>& rows, float own_crest) {
  image::ImageF crest(membrane.width(), membrane.height(), 1, 1.0f);
  for (int y = 0; y < membrane.height(); ++y) {
    const std::vector<Run>& runs = rows[static_cast<std::size_t>(y)];
    if (runs.empty()) continue;
    std::vector<float> highest(runs.size(), kLowestCrest);
    for (int x = 0; x < membrane.width(); ++x) {
      float& top = highest[run_at(runs, static_cast<float>(x) + 0.5f)];
      top = std::max(top, membrane.at(x, y));
    }
    const float row_top = *std::max_element(highest.begin(), highest.end());
    for (int x = 0; x < membrane.width(); ++x) {
      const float own = highest[run_at(runs, static_cast<float>(x) + 0.5f)];
      crest.at(x, y) = std::pow(own, own_crest) * std::pow(row_top, 1.0f - own_crest);
    }
  }
  return crest;
}

/// Outlines that look along none of those that count already count as well.
void add_oblique_outlines(const std::vector<float>& azimuths_deg, SectionWeights& weights) {
  for (std::size_t i = 1; i < azimuths_deg.size(); ++i) {
    bool is_new = true;
    for (std::size_t j = 0; j < azimuths_deg.size(); ++j) {
      if (weights.outlines[j] <= 0.0f) continue;
      is_new = is_new && std::abs(std::sin(glm::radians(azimuths_deg[i] - azimuths_deg[j]))) > kTooAlike;
    }
    if (!is_new) continue;
    weights.outlines[i] = 1.0f;
    weights.power = kPowerOfMany;
  }
}

}  // namespace

SectionWeights section_weights(const std::vector<float>& azimuths_deg) {
  SectionWeights result;
  result.outlines.assign(azimuths_deg.size(), 0.0f);
  result.outlines[0] = 1.0f;
  float best = kTooAlike;
  for (std::size_t i = 1; i < azimuths_deg.size(); ++i) {
    const float across = std::abs(std::sin(glm::radians(azimuths_deg[i] - azimuths_deg[0])));
    if (across <= best + 1e-3f) continue;
    best = across;
    result.partner = i;
  }
  if (result.partner == 0) {
    result.missing = 1.0f;
    result.missing_azimuth_deg = azimuths_deg[0] + 90.0f;
    return result;
  }
  if (best >= kSquareEnough) {
    result.outlines[result.partner] = 1.0f;
    add_oblique_outlines(azimuths_deg, result);
    return result;
  }
  // With doubled angles the weights must add up to 2 and their directions to nothing: two equal ones leave a resultant
  // of 2 w |cos(turn)| between them, which a third direction opposite to it takes away.
  const float turn_deg = azimuths_deg[result.partner] - azimuths_deg[0];
  const float overlap = std::cos(glm::radians(turn_deg));
  const float each = 1.0f / (1.0f + std::abs(overlap));
  result.outlines[0] = result.outlines[result.partner] = each;
  result.missing = 2.0f - 2.0f * each;
  result.missing_azimuth_deg = azimuths_deg[0] + 0.5f * turn_deg + (overlap > 0.0f ? 90.0f : 0.0f);
  return result;
}

OutlineSections sections_of(const Outline& outline, float weight, float own_crest, const geometry::RingGeometry& ring) {
  OutlineSections result;
  result.camera = geometry::view_camera(outline.view, outline.coverage.width(), ring);
  result.azimuth_deg = geometry::azimuth_deg(outline.view);
  result.weight = weight;
  result.distance = image::outline_distance(outline.coverage);
  const std::vector<std::vector<Run>> rows = runs_of(outline.coverage);
  result.extents = extents_of(rows);
  result.nearness = membrane_over(result.distance);
  result.half_width = crest_heights(result.nearness, rows, own_crest);
  for (std::size_t i = 0; i < result.nearness.num_pixels(); ++i) {
    float& crest = result.half_width.data()[i];
    result.nearness.data()[i] /= crest;
    crest = std::sqrt(crest);
  }
  result.lean = image::ImageF(outline.coverage.width(), outline.coverage.height(), 1);
  return result;
}

}  // namespace core::sketch
