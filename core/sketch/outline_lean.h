// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <glm/vec2.hpp>

#include "core/geometry/camera.h"
#include "core/image/image.h"

/// A body that stands upright (its sections do not fan out along a camera's rays) is seen larger than its outline in
/// the plane through its middle by a camera at finite distance: its near flank reaches further out, or around holes its
/// far flank further in. The lean says for every pixel how far towards the camera (pixels; negative: away) that plane
/// must be taken to stand for this ray, so that the silhouette is the outline again.
namespace core::sketch {

/// Whether the ray through a point on the outline meets the body on its way, if that ray's lean is this.
using MeetsBody = std::function<bool(float lean)>;
/// What meets the ray through a point of the outline; `is_near`: the body is expected in front of the middle, else
/// behind.
using AtRim = std::function<MeetsBody(const glm::vec2& rim_px, bool is_near)>;

/// The smallest lean with which each ray along the outline passes the body, continued smoothly over the picture.
/// @param distance      signed distance to the outline, pixels
/// @param largest_lean  pixels; rays that would need more get this
image::ImageF outline_lean(const image::ImageF& distance, const geometry::Camera& camera, float largest_lean,
                           const AtRim& at_rim);

}  // namespace core::sketch
