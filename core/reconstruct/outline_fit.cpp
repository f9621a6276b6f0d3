// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/reconstruct/outline_fit.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

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

/// Two channels: the field's own distance from its outline, in pixels, and what to add to it (0 away from the outline).
image::ImageF compare(const geometry::Camera& camera, const image::ImageF& distance, const DenseField& field) {
  image::ImageF result(distance.width(), distance.height(), 2);
  const glm::vec3 origin = camera.position_in_world();
  parallel_for(0, distance.height(), 4, [&](int y) {
    for (int x = 0; x < distance.width(); ++x) {
      const float wanted = distance.at(x, y);
      if (std::abs(wanted) > kReachPx) continue;
      const glm::vec2 pixel(static_cast<float>(x) + 0.5f, static_cast<float>(y) + 0.5f);
      const glm::vec3 step = camera.unproject(pixel, 1.0f) - origin;  // one unit of depth
      const auto range = depths_in_box(field.box(), origin, step);
      if (!range) continue;
      float closest = 1e9f;
      float nearest = 1e9f;
      for (float z = range->first; z < range->second;) {
        const float value = field.sample(origin + z * step);
        closest = std::min(closest, value * camera.focal_px / z);
        nearest = std::min(nearest, value);
        // Nothing nearer than the nearest so far lies within the difference.
        z += std::max(0.5f * field.spacing(), kSafeShare * (value - nearest));
      }
      result.at(x, y, 0) = closest;
      result.at(x, y, 1) = std::clamp(wanted - closest, -kMaxMovePx, kMaxMovePx);
    }
  });
  return result;
}

}  // namespace

void fit_outline(const geometry::Camera& camera, const image::ImageF& distance, float strength, DenseField& field,
                 const RunContext& context) {
  const int n = field.resolution();
  for (int round = 0; round < kNumRounds; ++round) {
    context.checkpoint();
    const image::ImageF moves = compare(camera, distance, field);
    context.checkpoint();
    parallel_for(0, n, 2, [&](int z) {
      for (int y = 0; y < n; ++y) {
        for (int x = 0; x < n; ++x) {
          float& value = field.at(x, y, z);
          if (std::abs(value) > kBandVoxels * field.spacing()) continue;
          const glm::vec3 p = camera.project(field.position(x, y, z));
          const float right = static_cast<float>(moves.width()) - 0.5f,
                      bottom = static_cast<float>(moves.height()) - 0.5f;
          if (p.x < 0.5f || p.y < 0.5f || p.x >= right || p.y >= bottom) continue;
          const image::BilinearTap tap(moves.width(), moves.height(), p.x, p.y);
          const auto blend = [&](int channel) {
            return tap.mix(moves.at(tap.x0, tap.y0, channel), moves.at(tap.x1, tap.y0, channel),
                           moves.at(tap.x0, tap.y1, channel), moves.at(tap.x1, tap.y1, channel));
          };
          const float move = blend(1);
          if (move == 0.0f) continue;
          const float pixel = p.z / camera.focal_px;
          const float behind = value / pixel - blend(0);
          value += strength * std::clamp(1.0f - behind / kDepthOfRimPx, 0.0f, 1.0f) * move * pixel;
        }
      }
    });
  }
}

}  // namespace core::reconstruct
