// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/sketch/own_outlines_body.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <glm/common.hpp>
#include <glm/geometric.hpp>
#include <glm/trigonometric.hpp>
#include <glm/vec2.hpp>

#include "core/base/error.h"
#include "core/geometry/aabb.h"
#include "core/sketch/body_mesh.h"
#include "core/sketch/front_profile.h"
#include "core/sketch/membrane.h"
#include "core/sketch/outline_field.h"
#include "core/sketch/sampling.h"

namespace core::sketch {
namespace {

float env(const char* n, float d) {
  const char* s = std::getenv(n);
  return s ? std::atof(s) : d;
}
constexpr float kCellsAlongPicture = 200.0f;

/// One outline made ready for questions about points in space.
struct OutlineSections {
  geometry::Camera camera;
  float weight = 0.0f;
  image::ImageF nearness;    ///< v: 1 on the crest of the row, 0 on the outline, negative outside
  image::ImageF half_width;  ///< of the row's section, pixels
  image::ImageF distance;    ///< signed, pixels, negative inside
  std::vector<Run> extents;  ///< of each row, from its first to its last run; of the nearest row where there is none
  std::vector<float> mid_depth, near_depth;
  std::vector<float> row_at_height;  ///< pixel row that stands for a height (kNumHeights from -reach to reach)
};

constexpr int kNumHeights = 512;

/// From the first to the last run of every row; empty rows take the nearest.
std::vector<Run> extents_of(const std::vector<std::vector<Run>>& rows) {
  std::vector<Run> extents(rows.size());
  const int height = static_cast<int>(rows.size());
  for (int y = 0; y < height; ++y) {
    for (int away = 0; away < height; ++away) {
      const int above = y - away;
      const int below = y + away;
      const int found = above >= 0 && !rows[static_cast<std::size_t>(above)].empty()       ? above
                        : below < height && !rows[static_cast<std::size_t>(below)].empty() ? below
                                                                                           : -1;
      if (found < 0) continue;
      const std::vector<Run>& runs = rows[static_cast<std::size_t>(found)];
      extents[static_cast<std::size_t>(y)] = {runs.front().left, runs.back().right};
      break;
    }
  }
  return extents;
}

/// Highest membrane along the run that holds each pixel, and along its whole row, mixed.
image::ImageF crest_heights(const image::ImageF& membrane, const std::vector<std::vector<Run>>& rows, float own_share) {
  image::ImageF crest(membrane.width(), membrane.height(), 1, 1.0f);
  for (int y = 0; y < membrane.height(); ++y) {
    const std::vector<Run>& runs = rows[static_cast<std::size_t>(y)];
    if (runs.empty()) continue;
    std::vector<float> highest(runs.size(), 0.0f);
    const auto run_at = [&](int x) {
      std::size_t best = 0;
      float best_gap = 1e9f;
      for (std::size_t r = 0; r < runs.size(); ++r) {
        const float center = static_cast<float>(x) + 0.5f;
        const float gap = std::max({runs[r].left - center, center - runs[r].right, 0.0f});
        if (gap < best_gap) best = r, best_gap = gap;
      }
      return best;
    };
    for (int x = 0; x < membrane.width(); ++x) {
      float& top = highest[run_at(x)];
      top = std::max(top, membrane.at(x, y));
    }
    const float row_top = std::max(0.05f, *std::max_element(highest.begin(), highest.end()));
    for (int x = 0; x < membrane.width(); ++x) {
      const float own = std::max(0.05f, highest[run_at(x)]);
      crest.at(x, y) = std::pow(own, own_share) * std::pow(row_top, 1.0f - own_share);
    }
  }
  return crest;
}

OutlineSections sections_of(const Outline& outline, float weight, float own_share, const geometry::RingGeometry& ring) {
  OutlineSections result;
  result.camera = geometry::view_camera(outline.view, outline.coverage.width(), ring);
  result.weight = weight;
  result.distance = signed_distance_px(outline.coverage);
  const image::ImageF membrane = membrane_over(result.distance);
  const std::vector<std::vector<Run>> rows = runs_of(outline.coverage);
  const image::ImageF crest = crest_heights(membrane, rows, own_share);
  result.extents = extents_of(rows);
  result.nearness = membrane;
  result.half_width = crest;
  for (std::size_t i = 0; i < membrane.num_pixels(); ++i) {
    result.nearness.data()[i] = membrane.data()[i] / crest.data()[i];
    result.half_width.data()[i] = std::sqrt(crest.data()[i]);
  }
  return result;
}

class SectionsField final : public BodyField {
 public:
  SectionsField(const BodyRequest& request, const SectionWeights& weights)
      : pixel_(pixel_at_origin(request.ring, request.outlines.front().coverage.width())),
        missing_weight_(weights.missing),
        depth_(kInflatedDepth * request.depth) {
    const float missing = glm::radians(weights.missing_azimuth_deg);
    missing_across_ = glm::vec2(std::cos(missing), std::sin(missing));
    const float own_share = request.outlines.size() == 2 ? env("G2", 0.0f) : env("G4", 1.0f);
    power_ = request.outlines.size() == 2 ? env("P2", 1.0f) : env("P4", 4.0f);
    for (std::size_t i = 0; i < request.outlines.size(); ++i) {
      outlines_.push_back(sections_of(request.outlines[i], weights.outlines[i], own_share, request.ring));
    }
    const float reach = geometry::half_extent_at_origin(request.ring);
    bounds_ = {glm::vec3(-reach), glm::vec3(reach)};
    reach_ = reach;
    match_heights(request);
  }

  float value(const glm::vec3& point) const override {
    float squares = 0.0f;
    float hull = -1e9f;
    float half_width = 1e9f;
    for (const OutlineSections& outline : outlines_) {
      glm::vec3 at = outline.camera.project(point);
      at.y = row_of(outline, point.z);
      {
        static const float lambda = env("LAMBDA", 0.5f), mu = env("MU", 0.3f);
        const float t = std::clamp((point.z / reach_ + 1.0f) * 0.5f * (kNumHeights - 1), 0.0f, kNumHeights - 1.001f);
        const float mid = outline.mid_depth[static_cast<std::size_t>(t)];
        const float depth = at.z - reach_distance_;
        const float used = mid + lambda * (depth - mid) + mu * outline.near_depth[static_cast<std::size_t>(t)];
        at.x = outline.camera.center_px.x + (at.x - outline.camera.center_px.x) * at.z / (reach_distance_ + used);
      }
      hull = std::max(hull, sample(outline.distance, at.x, at.y));
      if (hull > kFarPx) return pixel_ * hull;
      const float nearness = sample(outline.nearness, at.x, at.y);
      squares += outline.weight * std::pow(std::max(0.0f, 1.0f - nearness), power_);
      half_width = std::min(half_width, sample(outline.half_width, at.x, at.y));
    }
    if (missing_weight_ > 0.0f) {
      const float away = glm::dot(glm::vec2(point), missing_across_) / (pixel_ * depth_ * half_width);
      squares += missing_weight_ * away * away;
    }
    // Half a width times the change of a square is about a distance near the surface.
    return pixel_ * std::max(hull, 0.5f * half_width * (squares - 1.0f));
  }

  geometry::Aabb bounds() const override { return bounds_; }

 private:
  static constexpr float kFarPx = 4.0f;
  float row_of(const OutlineSections& outline, float z) const {
    const float t = std::clamp((z / reach_ + 1.0f) * 0.5f * (kNumHeights - 1), 0.0f, kNumHeights - 1.001f);
    const auto i = static_cast<std::size_t>(t);
    const float share = t - static_cast<float>(i);
    return outline.row_at_height[i] * (1.0f - share) + outline.row_at_height[i + 1] * share;
  }

  void match_heights(const BodyRequest& request) {
    const float kappa = env("KAPPA", 0.5f);
    reach_distance_ = request.ring.distance;
    const auto rows_for = [&](std::size_t i, bool first) {
      outlines_[i].mid_depth.assign(kNumHeights, 0.0f);
      outlines_[i].near_depth.assign(kNumHeights, 0.0f);
      const geometry::Camera& camera = outlines_[i].camera;
      std::vector<float> rows(kNumHeights);
      for (int h = 0; h < kNumHeights; ++h) {
        const float z = reach_ * (2.0f * static_cast<float>(h) / (kNumHeights - 1) - 1.0f);
        float near = 0.0f;
        float best = 0.8f;
        for (std::size_t j = 0; j < outlines_.size() && !first; ++j) {
          const float turn = glm::radians(geometry::azimuth_deg(request.outlines[j].view) -
                                          geometry::azimuth_deg(request.outlines[i].view));
          const float across = std::sin(turn);
          if (std::abs(across) < best) continue;
          best = std::abs(across) + 1e-3f;
          const int row = std::clamp(static_cast<int>(outlines_[j].row_at_height[static_cast<std::size_t>(h)]), 0,
                                     outlines_[j].camera.height_px - 1);
          const Run& extent = outlines_[j].extents[static_cast<std::size_t>(row)];
          near = pixel_ * (across > 0.0f ? extent.left - camera.center_px.x : camera.center_px.x - extent.right);
          const float far =
              pixel_ * (across > 0.0f ? extent.right - camera.center_px.x : camera.center_px.x - extent.left);
          outlines_[i].mid_depth[static_cast<std::size_t>(h)] = 0.5f * (near + far);
          outlines_[i].near_depth[static_cast<std::size_t>(h)] = 0.5f * (near - far);
        }
        rows[static_cast<std::size_t>(h)] =
            camera.center_px.y - z * camera.focal_px / (camera.cam_from_world[3].z + kappa * near);
      }
      return rows;
    };
    for (std::size_t i = 0; i < outlines_.size(); ++i) outlines_[i].row_at_height = rows_for(i, true);
    for (int pass = 0; pass < 3; ++pass) {
      std::vector<std::vector<float>> next;
      for (std::size_t i = 0; i < outlines_.size(); ++i) next.push_back(rows_for(i, false));
      for (std::size_t i = 0; i < outlines_.size(); ++i) outlines_[i].row_at_height = next[i];
    }
  }

  float reach_ = 1.0f;
  float reach_distance_ = 1.0f;
  float pixel_;
  float missing_weight_;
  float depth_;
  float power_ = 1.0f;
  glm::vec2 missing_across_{0.0f};
  std::vector<OutlineSections> outlines_;
  geometry::Aabb bounds_;
};

}  // namespace

SectionWeights section_weights(const std::vector<float>& azimuths_deg) {
  // With doubled angles the three equations are: weights add up to 2, their directions to nothing.
  std::vector<glm::vec2> doubled;
  for (const float azimuth : azimuths_deg) {
    const float angle = glm::radians(2.0f * azimuth);
    doubled.emplace_back(std::cos(angle), std::sin(angle));
  }
  std::vector<float> weights(doubled.size(), 2.0f / static_cast<float>(doubled.size()));
  const auto resultant = [&] {
    glm::vec2 sum(0.0f);
    for (std::size_t i = 0; i < doubled.size(); ++i) sum += weights[i] * doubled[i];
    return sum;
  };
  constexpr int kNumSteps = 400;
  for (int step = 0; step < kNumSteps; ++step) {
    const glm::vec2 sum = resultant();
    float total = 0.0f;
    for (std::size_t i = 0; i < doubled.size(); ++i) {
      weights[i] = std::max(0.02f, weights[i] - 0.1f * glm::dot(sum, doubled[i]));
      total += weights[i];
    }
    for (float& weight : weights) weight *= 2.0f / total;
  }
  SectionWeights result{weights, 0.0f, 0.0f};
  const glm::vec2 left_over = resultant();
  const float length = glm::length(left_over);
  constexpr float kNegligible = 0.1f;
  if (length < kNegligible) return result;
  // A further direction opposite to what is left over balances it: total weight 2 again.
  result.missing = length;
  result.missing_azimuth_deg = 0.5f * glm::degrees(std::atan2(-left_over.y, -left_over.x));
  const float scale = 2.0f / (2.0f + length);
  for (float& weight : result.outlines) weight *= scale;
  result.missing *= scale;
  return result;
}

mesh::Mesh OwnOutlinesEstimator::estimate(const BodyRequest& request, const RunContext& context) const {
  if (request.outlines.empty()) throw Error(ErrorCode::Usage, "A body needs at least one outline.");
  std::vector<float> azimuths_deg;
  for (const Outline& outline : request.outlines) azimuths_deg.push_back(geometry::azimuth_deg(outline.view));
  const SectionsField field(request, section_weights(azimuths_deg));
  context.checkpoint();
  return mesh_of(field, 2.0f * geometry::half_extent_at_origin(request.ring) / kCellsAlongPicture, context);
}

}  // namespace core::sketch
