// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <glm/mat2x2.hpp>
#include <glm/vec2.hpp>
#include <span>
#include <vector>

#include "core/base/run_context.h"
#include "core/texture/triangle_2d.h"

namespace core::texture {

/// A chart to pack: its triangles, moved so that the low corner of their box is 0, and the size of that box.
struct ChartShape {
  std::vector<Triangle2d> triangles;
  glm::vec2 size{0.0f};
};

/// Where a chart was put, in texels: linear * point + offset. Turned by quarters, never mirrored.
struct Placement {
  glm::mat2 linear{1.0f};
  glm::vec2 offset{0.0f};
};

struct Packing {
  float scale = 0.0f;  ///< texels per unit of the shapes
  int side = 0;  ///< texels of the square packed into: the given one, or larger if the charts do not fit otherwise
  std::vector<Placement> placements;
};

/// Packs the boxes of the shapes into a square at the largest common scale found, `margin_px` texels around each.
/// Margins shrink, and in the end the square grows, if not even small boxes fit. Skyline, bottom left: stb_rect_pack.
Packing pack_boxes(std::span<const ChartShape> shapes, int side_px, float margin_px);

/// Packs the shapes themselves, so that small ones lie in the gaps of large ones; at least as dense as pack_boxes.
/// First fit, largest first, on a grid of cells.
Packing pack_shapes(std::span<const ChartShape> shapes, int side_px, float margin_px, const RunContext& context);

}  // namespace core::texture
