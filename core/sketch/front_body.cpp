// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/sketch/front_body.h"

#include <algorithm>
#include <cmath>
#include <glm/common.hpp>
#include <glm/geometric.hpp>

#include "core/base/error.h"
#include "core/sketch/body_mesh.h"
#include "core/sketch/front_profile.h"
#include "core/sketch/outline_lean.h"
#include "core/sketch/sampling.h"

namespace core::sketch {
namespace {

constexpr float kCellsAlongPicture = 235.0f;
constexpr int kNumDepths = 24;           // tried along a ray
constexpr float kLargestLean = 0.5f;     // over the body's half depth
constexpr float kOutlineSlackPx = 0.3f;  // so that the outline's cone, tangent to the body, leaves no mark on it

/// What is looked up together for a point: one pixel of four channels.
enum Channel { kHalfDepthSq, kSlope, kDistance, kRelief, kLean, kNumChannels };

class FrontField final : public BodyField {
 public:
  FrontField(const FrontProfile& profile, const image::ImageF& relief_px, const geometry::RingGeometry& ring)
      : camera_(geometry::view_camera(0, profile.distance.width(), ring)),
        pixel_(pixel_at_origin(ring, profile.distance.width())),
        plate_half_depth_(profile.plate_half_depth),
        plate_edge_(profile.plate_edge),
        has_flat_ends_(profile.has_flat_ends),
        channels_(profile.distance.width(), profile.distance.height(), kNumChannels) {
    fill_channels(profile, relief_px);
    bounds_ = bounds_of_profile(profile);
  }

  float value(const glm::vec3& point_in_world) const override {
    const glm::vec3 in_picture = camera_.project(point_in_world);
    const std::array<float, kNumChannels> seen = lookup(in_picture.x, in_picture.y);
    const float y = lifted(point_in_world.y / pixel_, seen);
    // The profile stands upright instead of fanning out along the camera's rays. Where the outline touches the body is
    // then not in the plane y = 0; the lean (outline_lean.h) makes up for it.
    const float spread = in_picture.z / (camera_.cam_from_world[3].z - pixel_ * seen[kLean]);
    const glm::vec2 upright = camera_.center_px + spread * (glm::vec2(in_picture) - camera_.center_px);
    const std::array<float, kNumChannels> at = lookup(upright.x, upright.y);
    const float to_outline = std::max(has_flat_ends_ ? at[kDistance] : -1e3f, seen[kDistance] - kOutlineSlackPx);
    if (plate_half_depth_ > 0.0f) {
      return pixel_ * std::max(plate(std::abs(y) - plate_half_depth_, at[kDistance]), to_outline);
    }
    // First-order distance to y^2 = u; the 1 keeps it finite on the ridge.
    const float steepness = std::sqrt(4.0f * y * y + at[kSlope] * at[kSlope] + 1.0f);
    const float to_surface = (y * y - at[kHalfDepthSq]) / steepness;
    return pixel_ * std::max(to_surface, to_outline);
  }

  geometry::Aabb bounds() const override { return bounds_; }

 private:
  void fill_channels(const FrontProfile& profile, const image::ImageF& relief_px) {
    const int width = channels_.width();
    const int height = channels_.height();
    const image::ImageF& u = profile.half_depth_sq;
    const image::ImageF lean = lean_of(profile);
    for (int y = 0; y < height; ++y) {
      for (int x = 0; x < width; ++x) {
        const float du_dx = 0.5f * (u.at(std::min(x + 1, width - 1), y) - u.at(std::max(x - 1, 0), y));
        const float du_dy = 0.5f * (u.at(x, std::min(y + 1, height - 1)) - u.at(x, std::max(y - 1, 0)));
        float* channel = channels_.pixel(x, y);
        channel[kHalfDepthSq] = u.at(x, y);
        channel[kSlope] = std::sqrt(du_dx * du_dx + du_dy * du_dy);
        channel[kDistance] = profile.distance.at(x, y);
        channel[kLean] = lean.at(x, y);
        // Lower than a quarter of the depth: the relief can neither pierce the body nor fold.
        const float limit = 0.25f * profile.half_depth_at(x, y);
        channel[kRelief] = relief_px.is_empty() ? 0.0f : std::clamp(relief_px.at(x, y), -limit, limit);
      }
    }
  }

  geometry::Aabb bounds_of_profile(const FrontProfile& profile) const {
    geometry::Aabb box;
    for (int y = 0; y < channels_.height(); ++y) {
      for (int x = 0; x < channels_.width(); ++x) {
        if (profile.distance.at(x, y) > 1.0f) continue;
        const float half_depth = pixel_ * 1.3f * profile.half_depth_at(x, y);
        const glm::vec2 point_px(static_cast<float>(x) + 0.5f, static_cast<float>(y) + 0.5f);
        const float distance = camera_.cam_from_world[3].z;
        const glm::vec3 in_plane = camera_.unproject(point_px, distance);
        box.include(in_plane - glm::vec3(0.0f, half_depth, 0.0f));
        box.include(in_plane + glm::vec3(0.0f, half_depth, 0.0f));
      }
    }
    return box;
  }

  image::ImageF lean_of(const FrontProfile& profile) const {
    float reach = 1.0f;
    for (int y = 0; y < profile.distance.height(); ++y) {
      for (int x = 0; x < profile.distance.width(); ++x) reach = std::max(reach, profile.half_depth_at(x, y));
    }
    const AtRim at_rim = [&](const glm::vec2& rim, bool is_near) -> MeetsBody {
      return [&, rim, is_near](float lean) { return ray_meets(profile, rim, is_near ? -reach : reach, lean); };
    };
    return outline_lean(profile.distance, camera_, kLargestLean * reach, at_rim);
  }

  bool ray_meets(const FrontProfile& profile, const glm::vec2& rim, float reach, float lean) const {
    for (int i = 1; i <= kNumDepths; ++i) {
      const float y = reach * static_cast<float>(i) / kNumDepths;
      const float spread = (camera_.focal_px + y) / (camera_.focal_px - lean);
      const glm::vec2 at = camera_.center_px + spread * (rim - camera_.center_px);
      if (sample(profile.distance, at.x, at.y) >= 0.0f) continue;
      if (profile.plate_half_depth > 0.0f) {
        if (std::abs(y) < profile.plate_half_depth - 0.5f * profile.plate_edge) return true;
      } else if (sample(profile.half_depth_sq, at.x, at.y) > y * y) {
        return true;
      }
    }
    return false;
  }

  std::array<float, kNumChannels> lookup(float x_px, float y_px) const {
    const BilinearTap tap(channels_.width(), channels_.height(), x_px, y_px);
    const float* a = channels_.pixel(tap.x0, tap.y0);
    const float* b = channels_.pixel(tap.x1, tap.y0);
    const float* c = channels_.pixel(tap.x0, tap.y1);
    const float* d = channels_.pixel(tap.x1, tap.y1);
    std::array<float, kNumChannels> result{};
    for (std::size_t i = 0; i < kNumChannels; ++i) {
      const float top = a[i] + tap.fx * (b[i] - a[i]);
      const float bottom = c[i] + tap.fx * (d[i] - c[i]);
      result[i] = top + tap.fy * (bottom - top);
    }
    return result;
  }

  /// Pixels from the plane of symmetry, with the front half lifted by the relief, which fades out towards the plane.
  float lifted(float y, const std::array<float, kNumChannels>& at) const {
    if (y >= 0.0f || at[kRelief] == 0.0f) return y;
    const float half_depth = plate_half_depth_ > 0.0f ? plate_half_depth_ : std::sqrt(std::max(1.0f, at[kHalfDepthSq]));
    return y + at[kRelief] * glm::smoothstep(0.0f, 0.8f, -y / half_depth);
  }

  /// Intersection of a slab and the prism over the outline with a rounded edge.
  float plate(float to_face, float to_outline) const {
    const glm::vec2 beyond = glm::vec2(to_face, to_outline) + plate_edge_;
    return glm::length(glm::max(beyond, 0.0f)) + std::min(std::max(beyond.x, beyond.y), 0.0f) - plate_edge_;
  }

  geometry::Camera camera_;
  float pixel_;
  float plate_half_depth_;
  float plate_edge_;
  bool has_flat_ends_;
  image::ImageF channels_;
  geometry::Aabb bounds_;
};

}  // namespace

mesh::Mesh FrontBodyEstimator::estimate(const BodyRequest& request, const RunContext& context) const {
  if (request.outlines.empty() || request.outlines.front().view != 0) {
    throw Error(ErrorCode::Usage, "A body needs the outline of view 0 (front).");
  }
  const FrontProfile profile = front_profile(body_, request.outlines.front().coverage, request.depth);
  context.checkpoint();
  const FrontField field(profile, request.relief_px, request.ring);
  return mesh_of(field, 2.0f * geometry::half_extent_at_origin(request.ring) / kCellsAlongPicture, context);
}

}  // namespace core::sketch
