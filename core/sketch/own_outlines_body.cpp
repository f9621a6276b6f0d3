// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/sketch/own_outlines_body.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <glm/common.hpp>
#include <glm/geometric.hpp>
#include <glm/trigonometric.hpp>
#include <glm/vec2.hpp>
#include <opencv2/imgproc.hpp>

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/geometry/aabb.h"
#include "core/mesh/clean.h"
#include "core/sketch/body_mesh.h"
#include "core/sketch/front_profile.h"
#include "core/sketch/outline_lean.h"
#include "core/sketch/outline_sections.h"
#include "core/sketch/sampling.h"

namespace core::sketch {
namespace {

constexpr float kCellsAlongPicture = 200.0f;
constexpr float kOutlineSlackPx = 0.3f;  // tangent cones leave no mark on the body
constexpr float kFarPx = 4.0f;           // beyond an outline by this, the sections no longer matter
constexpr double kAllowanceBlurPx = 2.0;
constexpr float kThinnestPx = 0.7f;  // half thickness that contradicting outlines leave of a part
constexpr float kLargestAllowancePx = 20.0f;
constexpr int kNumLeanPasses = 2;     // leans depend on each other
constexpr int kNumDepths = 24;        // tried along a ray
constexpr float kLargestLean = 0.5f;  // over half of the depth that the other outlines leave
constexpr int kNumHeights = 256;
constexpr float kMinComponentShare =
    0.005f;  // of the largest volume; less are slivers where outlines contradict each other
// Measured on the sample meshes (body_bench.h): it pays to follow the cameras' rays a little, the more of them there
// are the more, to measure narrow parts partly by themselves, and to smooth the creases that cutting leaves.
constexpr float kRayShare = 0.3f;
constexpr float kRayShareOfMany = 0.6f;
constexpr float kOwnCrest = 0.5f;
constexpr float kSmoothing = 0.6f;

class SectionsField final : public BodyField {
 public:
  SectionsField(const BodyRequest& request, const SectionWeights& weights, const RunContext& context)
      : pixel_(pixel_at_origin(request.ring, request.outlines.front().coverage.width())),
        ring_distance_(request.ring.distance),
        reach_(geometry::half_extent_at_origin(request.ring)),
        depth_(kInflatedDepth * request.depth),
        missing_weight_(weights.missing),
        power_(weights.power),
        ray_share_(weights.power > 1.0f ? kRayShareOfMany : kRayShare) {
    const float missing = glm::radians(weights.missing_azimuth_deg);
    missing_across_ = glm::vec2(std::cos(missing), std::sin(missing));
    for (std::size_t i = 0; i < request.outlines.size(); ++i) {
      outlines_.push_back(sections_of(request.outlines[i], weights.outlines[i], kOwnCrest, request.ring));
    }
    find_missing_middles(weights.partner);
    for (int pass = 0; pass < kNumLeanPasses; ++pass) {
      context.checkpoint();
      find_leans();
    }
    for (std::size_t i = 0; i < outlines_.size(); ++i) {
      if (outlines_[i].weight <= 0.0f) continue;
      outlines_[i].allowance = allowance_for(i, context);
      const auto values = outlines_[i].allowance.data();
      largest_allowance_ = std::max(largest_allowance_, *std::max_element(values.begin(), values.end()));
    }
  }

  float value(const glm::vec3& point) const override {
    const Verdict verdict = verdict_on(point, largest_allowance_ + kFarPx);
    return pixel_ * (std::max(verdict.beyond, verdict.section) - verdict.allowance);
  }

  geometry::Aabb bounds() const override { return {glm::vec3(-reach_), glm::vec3(reach_)}; }

 private:
  struct Verdict {
    float section = -1e9f;   ///< about the distance to the section's rim, pixels, negative inside
    float beyond = -1e9f;    ///< how far outside any outline, pixels
    float allowance = 0.0f;  ///< how much of that is allowed, because the outlines contradict each other
  };

  /// Gives up where the point lies further than `far` pixels outside an outline.
  Verdict verdict_on(const glm::vec3& point, float far) const {
    Verdict verdict;
    float squares = 0.0f, half_width = 1e9f;
    for (const OutlineSections& outline : outlines_) {
      const glm::vec3 at = outline.camera.project(point);
      verdict.beyond = std::max(verdict.beyond, sample(outline.distance, at.x, at.y) - kOutlineSlackPx);
      if (verdict.beyond > far) return verdict;
      if (outline.weight <= 0.0f) continue;
      if (!outline.allowance.is_empty()) {
        verdict.allowance = std::max(verdict.allowance, sample(outline.allowance, at.x, at.y));
      }
      const glm::vec2 upright = upright_of(outline, at, sample(outline.lean, at.x, at.y));
      squares += powered_square(outline, upright);
      half_width = std::min(half_width, sample(outline.half_width, upright.x, upright.y));
    }
    squares += missing_square(point, half_width);
    // Half a width times the change of a square is about a distance near the surface.
    verdict.section = 0.5f * half_width * ((power_ == 1.0f ? squares : std::pow(squares, 1.0f / power_)) - 1.0f);
    return verdict;
  }

  /// Drawings never agree wholly. Where what the sections hold along a ray of outline i lies outside some other outline
  /// all the way, the nearest place is allowed, so that no part of outline i is lost.
  image::ImageF allowance_for(std::size_t i, const RunContext& context) const {
    const OutlineSections& own = outlines_[i];
    image::ImageF allowance(own.distance.width(), own.distance.height(), 1);
    const float reach = 1.2f * deepest_for(i);
    parallel_for(0, allowance.height(), 2, [&](int y) {
      context.checkpoint();
      for (int x = 0; x < allowance.width(); ++x) {
        if (own.distance.at(x, y) > -0.5f) continue;
        const glm::vec2 pixel(static_cast<float>(x) + 0.5f, static_cast<float>(y) + 0.5f);
        float least = 1e9f;
        for (int k = -kNumDepths; k <= kNumDepths; ++k) {
          const float depth = ring_distance_ + pixel_ * reach * static_cast<float>(k) / kNumDepths;
          const Verdict verdict = verdict_on(own.camera.unproject(pixel, depth), 1e6f);
          least = std::min(least, std::max(verdict.beyond, verdict.section));
        }
        allowance.at(x, y) = std::clamp(least + kThinnestPx, 0.0f, kLargestAllowancePx);
      }
    });
    return widened(allowance);
  }

  /// Largest value of the neighbourhood, so that what is allowed at a pixel also is between pixels; softened.
  static image::ImageF widened(const image::ImageF& image) {
    image::ImageF result = image;
    for (int y = 1; y + 1 < image.height(); ++y) {
      for (int x = 1; x + 1 < image.width(); ++x) {
        for (int d = 0; d < 9; ++d) result.at(x, y) = std::max(result.at(x, y), image.at(x + d % 3 - 1, y + d / 3 - 1));
      }
    }
    cv::Mat mat(result.height(), result.width(), CV_32F, result.data().data());
    cv::GaussianBlur(mat, mat, cv::Size(), kAllowanceBlurPx, kAllowanceBlurPx, cv::BORDER_CONSTANT);
    return result;
  }

  /// Where an outline's picture is read for a point seen at `at`: sections stand upright on the plane through the axis,
  /// or nearer by the lean.
  glm::vec2 upright_of(const OutlineSections& outline, const glm::vec3& at, float lean) const {
    const float plane = ring_distance_ - pixel_ * lean;
    const float depth = plane + ray_share_ * (at.z - plane);
    return outline.camera.center_px + at.z / depth * (glm::vec2(at) - outline.camera.center_px);
  }

  float powered_square(const OutlineSections& outline, const glm::vec2& upright) const {
    const float square = std::max(0.0f, 1.0f - sample(outline.nearness, upright.x, upright.y));
    return outline.weight * (power_ == 1.0f ? square : std::pow(square, power_));
  }

  float missing_square(const glm::vec3& point, float half_width) const {
    if (missing_weight_ <= 0.0f) return 0.0f;
    const float from_middle = glm::dot(glm::vec2(point), missing_across_) - missing_middles_[height_index(point.z)];
    const float away = from_middle / (pixel_ * depth_ * half_width);
    return missing_weight_ * away * away;
  }

  std::size_t height_index(float z) const {
    const float t = std::clamp(0.5f * (z / reach_ + 1.0f), 0.0f, 1.0f) * (kNumHeights - 1);
    return static_cast<std::size_t>(t + 0.5f);
  }

  /// What an outline shows at one of kNumHeights heights, pixels.
  const Run& extent_at(const OutlineSections& outline, int height) const {
    const float z = reach_ * (2.0f * static_cast<float>(height) / (kNumHeights - 1) - 1.0f);
    const int row = static_cast<int>(outline.camera.center_px.y - z / pixel_);
    return outline.extents[static_cast<std::size_t>(std::clamp(row, 0, outline.camera.height_px - 1))];
  }

  /// Middle of what an outline shows at a height, to its picture's right of the axis, world units.
  float middle_at(const OutlineSections& outline, int height) const {
    const Run& extent = extent_at(outline, height);
    return pixel_ * (0.5f * (extent.left + extent.right) - outline.camera.center_px.x);
  }

  /// The direction that no outline measures is centred where the two outlines that shape the sections put their middle.
  void find_missing_middles(std::size_t partner) {
    missing_middles_.assign(kNumHeights, 0.0f);
    if (partner == 0) return;
    const auto across = [](const OutlineSections& outline) {
      const float azimuth = glm::radians(outline.azimuth_deg);
      return glm::vec2(std::cos(azimuth), std::sin(azimuth));
    };
    const glm::vec2 a = across(outlines_[0]);
    const glm::vec2 b = across(outlines_[partner]);
    const float determinant = a.x * b.y - a.y * b.x;
    for (int h = 0; h < kNumHeights; ++h) {
      const float along_a = middle_at(outlines_[0], h);
      const float along_b = middle_at(outlines_[partner], h);
      const glm::vec2 middle = glm::vec2(along_a * b.y - along_b * a.y, along_b * a.x - along_a * b.x) / determinant;
      missing_middles_[static_cast<std::size_t>(h)] = glm::dot(middle, missing_across_);
    }
  }

  /// Half of the largest depth that other outlines leave along this one's line of sight, pixels.
  float deepest_for(std::size_t i) const {
    float reach = 1.0f;
    for (std::size_t j = 0; j < outlines_.size(); ++j) {
      if (j == i) continue;
      for (const Run& extent : outlines_[j].extents) reach = std::max(reach, 0.5f * extent.width());
    }
    return reach;
  }

  void find_leans() {
    std::vector<image::ImageF> leans;
    for (std::size_t i = 0; i < outlines_.size(); ++i) {
      if (outlines_[i].weight <= 0.0f) {
        leans.push_back(outlines_[i].lean);
        continue;
      }
      const float reach = deepest_for(i);
      const AtRim at_rim = [&](const glm::vec2& rim, bool is_near) { return rim_of(i, rim, is_near ? -reach : reach); };
      leans.push_back(outline_lean(outlines_[i].distance, outlines_[i].camera, kLargestLean * reach, at_rim));
    }
    for (std::size_t i = 0; i < outlines_.size(); ++i) outlines_[i].lean = std::move(leans[i]);
  }

  /// A ray along an outline, with what all other outlines say of places on it.
  MeetsBody rim_of(std::size_t i, const glm::vec2& rim, float reach) const {
    struct Place {
      glm::vec3 in_picture;
      float other_squares;
    };
    const OutlineSections& own = outlines_[i];
    std::array<Place, kNumDepths + 1> places{};
    for (int k = 0; k <= kNumDepths; ++k) {
      const float depth = ring_distance_ + pixel_ * reach * static_cast<float>(k) / kNumDepths;
      const glm::vec3 point = own.camera.unproject(rim, depth);
      float squares = 0.0f, half_width = sample(own.half_width, rim.x, rim.y);
      for (std::size_t j = 0; j < outlines_.size(); ++j) {
        if (j == i || outlines_[j].weight <= 0.0f) continue;
        const glm::vec3 at = outlines_[j].camera.project(point);
        const glm::vec2 upright = upright_of(outlines_[j], at, sample(outlines_[j].lean, at.x, at.y));
        squares += powered_square(outlines_[j], upright);
        half_width = std::min(half_width, sample(outlines_[j].half_width, upright.x, upright.y));
      }
      places[static_cast<std::size_t>(k)] = {{rim, depth}, squares + missing_square(point, half_width)};
    }
    return [this, &own, places](float lean) {
      return std::any_of(places.begin(), places.end(), [&](const Place& place) {
        const glm::vec2 upright = upright_of(own, place.in_picture, lean);
        return sample(own.distance, upright.x, upright.y) < 0.0f &&
               place.other_squares + powered_square(own, upright) < 1.0f;
      });
    };
  }

  float pixel_;
  float ring_distance_;
  float reach_;
  float depth_;
  float missing_weight_;
  float power_;
  float ray_share_;
  glm::vec2 missing_across_{0.0f};
  float largest_allowance_ = 0.0f;
  std::vector<OutlineSections> outlines_;
  std::vector<float> missing_middles_;  // at kNumHeights heights, world units
};

}  // namespace

mesh::Mesh OwnOutlinesEstimator::estimate(const BodyRequest& request, const RunContext& context) const {
  if (request.outlines.empty()) throw Error(ErrorCode::Usage, "A body needs at least one outline.");
  std::vector<float> azimuths_deg;
  for (const Outline& outline : request.outlines) azimuths_deg.push_back(geometry::azimuth_deg(outline.view));
  const SectionsField field(request, section_weights(azimuths_deg), context);
  context.checkpoint();
  const float spacing = 2.0f * geometry::half_extent_at_origin(request.ring) / kCellsAlongPicture;
  const mesh::Mesh body = mesh_of(field, spacing, context, kSmoothing);
  mesh::Mesh kept = mesh::keep_large_components(body, kMinComponentShare);
  if (kept.normals.size() != kept.positions.size()) kept.normals = mesh::smooth_normals(kept);
  return kept;
}

}  // namespace core::sketch
