// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/sketch/front_profile.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/image/outline_distance.h"
#include "core/sketch/membrane.h"
#include "core/sketch/outline_field.h"

namespace core::sketch {
namespace {

constexpr float kPlateDepthShare = 0.13f;  // half depth of a plate over the square root of its area
constexpr float kPlateEdgeShare = 0.4f;    // radius of its edge over its half depth
constexpr int kLatheSmoothingRows = 2;

/// (x - left)(right - x) of the run that holds or is nearest to x: the square of a circle's half chord.
float chord_sq(const std::vector<Run>& runs, float x) {
  float best = -1e6f;
  for (const Run& run : runs) best = std::max(best, (x - run.left) * (run.right - x));
  return best;
}

image::ImageF lathe_half_depth_sq(const image::ImageF& coverage) {
  const std::vector<std::vector<Run>> rows = runs_of(coverage);
  const std::vector<int> nearest = nearest_filled_rows(rows);
  image::ImageF result(coverage.width(), coverage.height(), 1, -1.0f);
  for (int y = 0; y < coverage.height(); ++y) {
    for (int x = 0; x < coverage.width(); ++x) {
      // A few rows together, so that stairs of the outline do not become grooves; rows of the gap copy the nearest.
      float sum = 0.0f;
      int count = 0;
      for (int dy = -kLatheSmoothingRows; dy <= kLatheSmoothingRows; ++dy) {
        const int row = std::clamp(y + dy, 0, coverage.height() - 1);
        const int from = nearest[static_cast<std::size_t>(row)];
        if (from < 0) continue;
        sum += chord_sq(rows[static_cast<std::size_t>(from)], static_cast<float>(x) + 0.5f);
        ++count;
      }
      if (count > 0) result.at(x, y) = sum / static_cast<float>(count);
    }
  }
  return result;
}

float inside_area(const image::ImageF& distance) {
  return static_cast<float>(
      std::count_if(distance.data().begin(), distance.data().end(), [](float d) { return d < 0.0f; }));
}

}  // namespace

float FrontProfile::half_depth_at(int x, int y) const {
  if (distance.at(x, y) >= 0.0f) return 0.0f;
  if (plate_half_depth > 0.0f) return plate_half_depth;
  return std::sqrt(std::max(0.0f, half_depth_sq.at(x, y)));
}

FrontProfile front_profile(Body body, const image::ImageF& coverage, float depth) {
  FrontProfile profile;
  profile.distance = image::outline_distance(coverage);
  float factor = depth;
  if (body == Body::Lathe) {
    profile.half_depth_sq = lathe_half_depth_sq(coverage);
    profile.has_flat_ends = true;
  } else {
    profile.half_depth_sq = membrane_over(profile.distance);
    factor *= kInflatedDepth;
  }
  for (float& value : profile.half_depth_sq.data()) value *= value > 0.0f ? factor * factor : factor;
  if (body == Body::Extruded) {
    profile.plate_half_depth = std::max(1.0f, depth * kPlateDepthShare * std::sqrt(inside_area(profile.distance)));
    const float widest = -*std::min_element(profile.distance.data().begin(), profile.distance.data().end());
    profile.plate_edge = std::min(kPlateEdgeShare * profile.plate_half_depth, 0.5f * std::max(0.0f, widest));
  }
  return profile;
}

float pixel_at_origin(const geometry::RingGeometry& ring, int size_px) {
  return 2.0f * geometry::half_extent_at_origin(ring) / static_cast<float>(size_px);
}

}  // namespace core::sketch
