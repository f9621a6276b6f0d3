// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/reconstruct/visual_hull.h"

#include <algorithm>
#include <limits>

#include "core/base/parallel.h"
#include "core/image/alpha.h"
#include "core/reconstruct/silhouette.h"

namespace core::reconstruct {

DenseField visual_hull(const views::ViewSet& views, const std::vector<image::ImageF>& distances, const Box& box,
                       int resolution) {
  DenseField field(box, resolution);
  std::vector<std::pair<geometry::Camera, const image::ImageF*>> seen;
  for (int k = 0; k < geometry::kNumViews; ++k) {
    const image::ImageF& distance = distances[static_cast<std::size_t>(k)];
    if (!distance.is_empty()) seen.emplace_back(geometry::view_camera(k, distance.width(), views.ring), &distance);
  }
  parallel_for(0, resolution, 2, [&](int z) {
    for (int y = 0; y < resolution; ++y) {
      for (int x = 0; x < resolution; ++x) {
        const glm::vec3 point = field.position(x, y, z);
        float largest = std::numeric_limits<float>::lowest();
        for (const auto& [camera, distance] : seen) {
          const glm::vec3 p = camera.project(point);
          largest = std::max(largest, sample_bilinear(*distance, p.x, p.y) * p.z / camera.focal_px);
        }
        field.at(x, y, z) = largest;
      }
    }
  });
  return field;
}

Box box_of_silhouettes(const views::ViewSet& views) {
  // Every point of the object projects into every box of alpha, so the front and side boxes bound it; the margin covers
  // perspective.
  float reach = 0.0f;
  for (int k = 0; k < geometry::kNumViews; k += geometry::kViewsPerAnchor) {
    const views::ViewPtr& view = views.at(k);
    if (!view) continue;
    const image::AlphaBox box = image::alpha_box(view->rgba, 127);
    if (box.is_empty()) continue;
    const float half = 0.5f * static_cast<float>(view->rgba.width());
    const float pixels = std::max({half - static_cast<float>(box.left), static_cast<float>(box.right) - half,
                                   half - static_cast<float>(box.top), static_cast<float>(box.bottom) - half});
    reach = std::max(reach, pixels / half);
  }
  const float extent = geometry::half_extent_at_origin(views.ring);
  return {glm::vec3(0.0f), std::clamp(1.06f * reach, 0.25f, 1.0f) * extent};
}

}  // namespace core::reconstruct
