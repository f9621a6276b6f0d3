// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <glm/vec3.hpp>
#include <span>
#include <vector>

#include "core/base/run_context.h"
#include "core/texture/view_blend.h"

namespace core::texture {

/// What the views say about the points of a surface, one entry a point.
struct PointColors {
  std::vector<glm::vec3> colors;  ///< SeenColor::color
  std::vector<glm::vec3> wide;    ///< SeenColor::wide
  std::vector<float> confidence;
};

/// Prepares the anchors, asks them, prepares up to `max_in_betweens` in-betweens that may show what anchors do not, and
/// asks again where it matters. What it prepared stays in `blend`.
PointColors color_points(std::span<const glm::vec3> positions, std::span<const glm::vec3> normals, int max_in_betweens,
                         ViewBlend& blend, const RunContext& context);

}  // namespace core::texture
