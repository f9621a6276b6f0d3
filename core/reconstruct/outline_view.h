// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "core/geometry/camera.h"
#include "core/image/image.h"
#include "core/image/sampling.h"
#include "core/views/view_set.h"

namespace core::reconstruct {

/// What the outline of one view allows.
struct OutlineView {
  int view = 0;
  geometry::Camera camera;
  const image::ImageF* distance = nullptr;  ///< image::outline_distance, pixels

  /// A bound of the distance of a point (world) from the cone of the outline, in world units; negative inside.
  float outside(const glm::vec3& point) const {
    const glm::vec3 p = camera.project(point);
    return image::sample(*distance, p.x, p.y) * p.z / camera.focal_px;
  }
};

/// @param distances  by view index, empty for views to leave out; must outlive the result
inline std::vector<OutlineView> outline_views(const views::ViewSet& views,
                                              const std::vector<image::ImageF>& distances) {
  std::vector<OutlineView> result;
  for (int k = 0; k < geometry::kNumViews; ++k) {
    const image::ImageF& distance = distances[static_cast<std::size_t>(k)];
    if (!distance.is_empty()) result.push_back({k, geometry::view_camera(k, distance.width(), views.ring), &distance});
  }
  return result;
}

}  // namespace core::reconstruct
