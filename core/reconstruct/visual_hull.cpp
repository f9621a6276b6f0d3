// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/reconstruct/visual_hull.h"

#include <algorithm>
#include <limits>

#include "core/base/parallel.h"
#include "core/image/alpha.h"
#include "core/reconstruct/filled_field.h"
#include "core/reconstruct/outline_view.h"

namespace core::reconstruct {

namespace {

/// The hull's bound of the signed distance. Stops looking once a view puts the point further outside than `enough`.
float hull_distance(const std::vector<OutlineView>& views, const glm::vec3& point, float enough) {
  float largest = std::numeric_limits<float>::lowest();
  for (const OutlineView& view : views) {
    largest = std::max(largest, view.outside(point));
    if (largest > enough) break;
  }
  return largest;
}

/// Smallest value within `radius` voxels along one axis, for every voxel.
void min_filter(DenseField& field, int axis, int radius) {
  const int n = field.resolution();
  parallel_for(0, n, 4, [&](int a) {
    std::vector<float> line(static_cast<std::size_t>(n));
    for (int b = 0; b < n; ++b) {
      const auto at = [&](int i) -> float& {
        return axis == 0 ? field.at(i, b, a) : axis == 1 ? field.at(b, i, a) : field.at(b, a, i);
      };
      for (int i = 0; i < n; ++i) line[static_cast<std::size_t>(i)] = at(i);
      for (int i = 0; i < n; ++i) {
        const auto first = line.begin() + std::max(0, i - radius), last = line.begin() + std::min(n, i + radius + 1);
        at(i) = *std::min_element(first, last);
      }
    }
  });
}

}  // namespace

DenseField visual_hull(const views::ViewSet& views, const std::vector<image::ImageF>& distances, const Box& box,
                       int resolution) {
  const std::vector<OutlineView> outlines = outline_views(views, distances);
  return filled_field(box, resolution, [&](const glm::vec3& point) {
    return hull_distance(outlines, point, std::numeric_limits<float>::max());
  });
}

DenseField deepest_nearby(const DenseField& hull, float max_depth) {
  DenseField deepest = hull;
  const int radius = static_cast<int>(2.0f * max_depth / hull.spacing()) + 2;
  for (int axis = 0; axis < 3; ++axis) min_filter(deepest, axis, radius);
  return deepest;
}

void restore_thin_parts(const views::ViewSet& views, const std::vector<image::ImageF>& distances, float max_depth,
                        DenseField& field) {
  const std::vector<OutlineView> outlines = outline_views(views, distances);
  const DenseField depth = filled_field(field.box(), field.resolution(), [&](const glm::vec3& point) {
    return hull_distance(outlines, point, 2.0f * field.spacing());
  });
  const DenseField deepest = deepest_nearby(depth, max_depth);
  for (std::size_t i = 0; i < field.values().size(); ++i) {
    if (deepest.values()[i] > -max_depth && depth.values()[i] < 2.0f * field.spacing()) {
      field.values()[i] = std::min(field.values()[i], depth.values()[i]);
    }
  }
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
