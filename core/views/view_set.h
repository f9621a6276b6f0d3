// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <array>

#include "core/geometry/view_ring.h"
#include "core/views/view.h"

namespace core::views {

/// Trust of a view until the artist says otherwise: weight in surface and texture.
constexpr float default_trust(int index) { return geometry::is_anchor(index) ? 1.0f : 0.3f; }

/// The views of one object on one ring, as the stages after drawing read them. A missing view is null.
struct ViewSet {
  geometry::RingGeometry ring;
  std::array<ViewPtr, geometry::kNumViews> views{};
  std::array<float, geometry::kNumViews> trust = [] {
    std::array<float, geometry::kNumViews> values{};
    for (int k = 0; k < geometry::kNumViews; ++k) values[static_cast<std::size_t>(k)] = default_trust(k);
    return values;
  }();
  /// The artist's photo on the canvas of view 0 (same framing) at a higher resolution, for the texture; null without.
  std::shared_ptr<const image::Image8> front_detail;

  const ViewPtr& at(int index) const { return views.at(static_cast<std::size_t>(index)); }
  /// Side of the square pictures; 0 if there are none.
  int size_px() const;
};

}  // namespace core::views
