// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "core/base/run_context.h"
#include "core/geometry/camera.h"
#include "core/image/image.h"
#include "core/mesh/mesh.h"
#include "core/views/view_set.h"

namespace core::reconstruct {

/// How far away a surface is for each pixel of a view.
struct ViewDepth {
  geometry::Camera camera;
  image::ImageF depth;  ///< mesh::rasterize_depth

  /// Whether a point of the world lies no farther behind what the camera sees than `slack` (world units).
  bool sees(const glm::vec3& point, float slack) const;
};

/// Depths of a closed surface from every second view that counts: two that are neighbours see almost the same.
std::vector<ViewDepth> view_depths(const mesh::Mesh& surface, const views::ViewSet& views, const RunContext& context);

}  // namespace core::reconstruct
