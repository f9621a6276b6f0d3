// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <glm/vec3.hpp>

#include "core/base/run_context.h"
#include "core/geometry/camera.h"
#include "core/image/image.h"
#include "core/mesh/mesh.h"
#include "core/sketch/ring_picture.h"

namespace core::sketch {

/// What a body looks like at one point.
struct Look {
  glm::vec3 color;   ///< sRGB 0..1
  glm::vec3 normal;  ///< world frame, unit length
};
using LookAt = std::function<Look(const SurfacePoint&)>;

struct DrawnView {
  image::Image8 rgba;    ///< straight alpha, colours free of background
  image::Image8 normal;  ///< encoded (normal_map.h), the same alpha, white where it is 0
};

/// The body through a camera, antialiased by several samples a pixel.
DrawnView draw_view(const mesh::Mesh& body, const geometry::Camera& camera, const LookAt& look_at,
                    const RunContext& context);

}  // namespace core::sketch
