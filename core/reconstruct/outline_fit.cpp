// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/reconstruct/outline_fit.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "core/base/collect.h"
#include "core/base/parallel.h"
#include "core/image/sampling.h"

namespace core::reconstruct {
namespace {

/// The field is a distance only nearly: a few rounds make good what one leaves.
constexpr int kNumRounds = 6;
/// Pixels on either side of the outline that are compared.
constexpr float kReachPx = 2.5f;
constexpr float kMaxMovePx = 2.0f;
/// Values beyond so many voxels are not distances any more.
constexpr float kBandVoxels = 4.0f;
/// A solved field rises a little faster than distances do.
constexpr float kSafeShare = 0.7f;
/// A point of the ray that is so much farther from the surface than the closest one stays as it is.
constexpr float kDepthOfRimPx = 2.0f;

/// Where a ray is inside the box of a field, as depths along the optical axis.
std::optional<std::pair<float, float>> depths_in_box(const Box& box, const glm::vec3& origin, const glm::vec3& step) {
  float near = 0.0f, far = 1e9f;
  for (int axis = 0; axis < 3; ++axis) {
    const float low = box.center[axis] - box.half - origin[axis], high = box.center[axis] + box.half - origin[axis];
    if (std::abs(step[axis]) < 1e-9f) {
      if (low > 0.0f || high < 0.0f) return std::nullopt;
      continue;
    }
    near = std::max(near, std::min(low / step[axis], high / step[axis]));
    far = std::min(far, std::max(low / step[axis], high / step[axis]));
  }
  if (near >= far) return std::nullopt;
  return std::pair{near, far};
}

/// A ray through a pixel close to the outline.
struct RimRay {
  std::size_t pixel;
  float wanted_px;   ///< distance of the pixel from the outline
  glm::vec3 step;    ///< one unit of depth
  float near, far;   ///< depths between which the field is near its surface
  float nearest;     ///< value of the field before and beyond
  float closest_px;  ///< the same in pixels
};

/// Nothing nearer than the nearest so far lies within the difference of a value from it.
float safe_step(float value, float nearest, float spacing) {
  return std::max(0.5f * spacing, kSafeShare * (value - nearest));
}

std::vector<RimRay> rim_rays(const geometry::Camera& camera, const image::ImageF& distance, const DenseField& field) {
  const glm::vec3 origin = camera.position_in_world();
  return parallel_collect<RimRay>(0, distance.height(), 4, [&](int y, std::vector<RimRay>& rays) {
    for (int x = 0; x < distance.width(); ++x) {
      if (std::abs(distance.at(x, y)) > kReachPx) continue;
      RimRay ray{static_cast<std::size_t>(y * distance.width() + x), distance.at(x, y), {}, 1e9f, 0.0f, 1e9f, 1e9f};
      ray.step = camera.unproject({static_cast<float>(x) + 0.5f, static_cast<float>(y) + 0.5f}, 1.0f) - origin;
      const auto range = depths_in_box(field.box(), origin, ray.step);
      if (!range) continue;
      for (float z = range->first; z < range->second;) {
        const float value = field.sample(origin + z * ray.step), step = safe_step(value, ray.nearest, field.spacing());
        if (std::abs(value) <= kBandVoxels * field.spacing()) {
          ray.near = std::min(ray.near, z - step);
          ray.far = z + step;
        } else {
          ray.nearest = std::min(ray.nearest, value);
          ray.closest_px = std::min(ray.closest_px, value * camera.focal_px / z);
        }
        z += step;
      }
      rays.push_back(ray);
    }
  });
}

/// Two channels: the field's own distance from its outline, in pixels, and what to add to it (0 away from the outline).
image::ImageF compare(const geometry::Camera& camera, const image::ImageF& distance, const std::vector<RimRay>& rays,
                      const DenseField& field) {
  image::ImageF result(distance.width(), distance.height(), 2);
  const glm::vec3 origin = camera.position_in_world();
  parallel_for(std::size_t{0}, rays.size(), std::size_t{32}, [&](std::size_t i) {
    const RimRay& ray = rays[i];
    float closest = ray.closest_px, nearest = ray.nearest;
    for (float z = ray.near; z < ray.far;) {
      const float value = field.sample(origin + z * ray.step);
      closest = std::min(closest, value * camera.focal_px / z);
      nearest = std::min(nearest, value);
      z += safe_step(value, nearest, field.spacing());
    }
    float* const pixel = result.data().data() + 2 * ray.pixel;
    pixel[0] = closest;
    pixel[1] = std::clamp(ray.wanted_px - closest, -kMaxMovePx, kMaxMovePx);
  });
  return result;
}

/// A voxel near the surface that stands on a pixel whose ray is compared, or next to one.
struct RimVoxel {
  std::size_t index;  ///< in DenseField::values
  glm::vec3 place;    ///< Camera::project
};

std::vector<RimVoxel> rim_voxels(const geometry::Camera& camera, const image::ImageF& distance,
                                 const DenseField& field) {
  const int n = field.resolution();
  const float right = static_cast<float>(distance.width()) - 0.5f,
              bottom = static_cast<float>(distance.height()) - 0.5f;
  return parallel_collect<RimVoxel>(0, n, 2, [&](int z, std::vector<RimVoxel>& voxels) {
    for (int y = 0; y < n; ++y) {
      for (int x = 0; x < n; ++x) {
        if (std::abs(field.at(x, y, z)) > kBandVoxels * field.spacing()) continue;
        const glm::vec3 p = camera.project(field.position(x, y, z));
        if (p.x < 0.5f || p.y < 0.5f || p.x >= right || p.y >= bottom) continue;
        const image::BilinearTap tap(distance.width(), distance.height(), p.x, p.y);
        const float nearest = std::min({std::abs(distance.at(tap.x0, tap.y0)), std::abs(distance.at(tap.x1, tap.y0)),
                                        std::abs(distance.at(tap.x0, tap.y1)), std::abs(distance.at(tap.x1, tap.y1))});
        if (nearest > kReachPx) continue;
        voxels.push_back({field.index(x, y, z), p});
      }
    }
  });
}

}  // namespace

void fit_outline(const geometry::Camera& camera, const image::ImageF& distance, float strength, DenseField& field,
                 const RunContext& context) {
  // Only voxels of the band move, so that none ever joins them.
  const std::vector<RimVoxel> voxels = rim_voxels(camera, distance, field);
  const std::vector<RimRay> rays = rim_rays(camera, distance, field);
  for (int round = 0; round < kNumRounds; ++round) {
    context.checkpoint();
    const image::ImageF moves = compare(camera, distance, rays, field);
    parallel_for(std::size_t{0}, voxels.size(), std::size_t{1024}, [&](std::size_t i) {
      const glm::vec3& p = voxels[i].place;
      float& value = field.values()[voxels[i].index];
      if (std::abs(value) > kBandVoxels * field.spacing()) return;
      const image::BilinearTap tap(moves.width(), moves.height(), p.x, p.y);
      const auto blend = [&](int channel) {
        return tap.mix(moves.at(tap.x0, tap.y0, channel), moves.at(tap.x1, tap.y0, channel),
                       moves.at(tap.x0, tap.y1, channel), moves.at(tap.x1, tap.y1, channel));
      };
      const float move = blend(1);
      if (move == 0.0f) return;
      const float pixel = p.z / camera.focal_px;
      const float behind = value / pixel - blend(0);
      value += strength * std::clamp(1.0f - behind / kDepthOfRimPx, 0.0f, 1.0f) * move * pixel;
    });
  }
}

}  // namespace core::reconstruct
