// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/reconstruct/ray_targets.h"

#include <algorithm>
#include <glm/geometric.hpp>

#include "core/base/parallel.h"
#include "core/image/alpha.h"
#include "core/image/resize.h"
#include "core/image/sampling.h"
#include "core/views/normal_map.h"

namespace core::reconstruct {
namespace {

void fill_mask(const image::Image8& rgba, int size_px, ViewTarget& target) {
  const image::Image8 small = image::resize(image::alpha_of(rgba), size_px, size_px, image::ResizeFilter::Box);
  target.mask.reserve(small.data().size());
  for (const std::uint8_t value : small.data()) target.mask.push_back(static_cast<float>(value) / 255.0f);
}

/// Outlines are those of the full-size picture.
void fill_distance(const image::ImageF& distance_px, int size_px, ViewTarget& target) {
  const float ratio = static_cast<float>(distance_px.width()) / static_cast<float>(size_px);
  // A pixel's side where the object is, in the world.
  const float side = glm::length(target.camera.position_in_world()) / target.camera.focal_px;
  target.distance.reserve(static_cast<std::size_t>(size_px) * static_cast<std::size_t>(size_px));
  for (int y = 0; y < size_px; ++y) {
    for (int x = 0; x < size_px; ++x) {
      const float at =
          image::sample(distance_px, (static_cast<float>(x) + 0.5f) * ratio, (static_cast<float>(y) + 0.5f) * ratio);
      target.distance.push_back(at / ratio * side);
    }
  }
}

/// Mean of the unit normals under each pixel; zero where less than half of it is covered.
void fill_normals(const image::Image8& normal, int size_px, ViewTarget& target) {
  const int factor = std::max(1, normal.width() / size_px);
  target.normals.assign(static_cast<std::size_t>(size_px) * static_cast<std::size_t>(size_px), glm::vec3(0.0f));
  for (int y = 0; y < size_px; ++y) {
    for (int x = 0; x < size_px; ++x) {
      glm::vec3 sum(0.0f);
      int count = 0;
      for (int i = 0; i < factor * factor; ++i) {
        const std::uint8_t* p = normal.pixel(std::min(normal.width() - 1, x * factor + i % factor),
                                             std::min(normal.height() - 1, y * factor + i / factor));
        if (p[3] < 200) continue;
        sum += views::decode_normal(p);
        ++count;
      }
      const float length = glm::length(sum);
      if (2 * count >= factor * factor && length > 0.3f * static_cast<float>(count)) {
        target.normals[static_cast<std::size_t>(y) * static_cast<std::size_t>(size_px) + static_cast<std::size_t>(x)] =
            sum / length;
      }
    }
  }
}

void add_tiles(const ViewTarget& target, std::uint16_t index, int size_px, bool is_anchor, RayTargets& targets) {
  const auto mask = [&](int x, int y) {
    const int cx = std::clamp(x, 0, size_px - 1), cy = std::clamp(y, 0, size_px - 1);
    return target.mask[static_cast<std::size_t>(cy) * static_cast<std::size_t>(size_px) + static_cast<std::size_t>(cx)];
  };
  for (int y = 0; y < size_px; y += Tile::kSide) {
    for (int x = 0; x < size_px; x += Tile::kSide) {
      float low = 1.0f, high = 0.0f;
      for (int dy = -2; dy < Tile::kSide + 2; ++dy) {
        for (int dx = -2; dx < Tile::kSide + 2; ++dx) {
          low = std::min(low, mask(x + dx, y + dy));
          high = std::max(high, mask(x + dx, y + dy));
        }
      }
      const Tile tile{index, static_cast<std::uint16_t>(y), static_cast<std::uint16_t>(x)};
      if (is_anchor && high > 0.0f) targets.inner_tiles.push_back(tile);
      if (high > 0.5f && low < 0.5f) targets.outline_tiles.push_back(tile);
    }
  }
}

}  // namespace

RayTargets make_targets(const views::ViewSet& views, const std::vector<image::ImageF>& distances, int size_px,
                        bool uses_in_betweens) {
  RayTargets targets;
  for (int k = 0; k < geometry::kNumViews; ++k) {
    const views::ViewPtr& view = views.at(k);
    const float trust = views.trust[static_cast<std::size_t>(k)];
    const bool is_anchor = geometry::is_anchor(k);
    if (!view || trust <= 0.0f || (!is_anchor && !uses_in_betweens)) continue;
    ViewTarget target;
    target.view = k;
    target.mask_weight = trust;
    target.normal_weight = is_anchor && view->has_normal() ? trust : 0.0f;
    target.camera = geometry::view_camera(k, size_px, views.ring);
    targets.views.push_back(std::move(target));
  }
  parallel_for(std::size_t{0}, targets.views.size(), std::size_t{1}, [&](std::size_t i) {
    ViewTarget& target = targets.views[i];
    const views::View& view = *views.at(target.view);
    fill_mask(view.rgba, size_px, target);
    fill_distance(distances[static_cast<std::size_t>(target.view)], size_px, target);
    if (target.normal_weight > 0.0f) fill_normals(view.normal, size_px, target);
  });
  for (std::size_t i = 0; i < targets.views.size(); ++i) {
    add_tiles(targets.views[i], static_cast<std::uint16_t>(i), size_px, geometry::is_anchor(targets.views[i].view),
              targets);
  }
  return targets;
}

}  // namespace core::reconstruct
