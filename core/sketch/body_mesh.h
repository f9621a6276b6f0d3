// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <glm/vec3.hpp>

#include "core/base/run_context.h"
#include "core/geometry/aabb.h"
#include "core/mesh/mesh.h"

namespace core::sketch {

/// A body as a function of space.
class BodyField {
 public:
  virtual ~BodyField() = default;
  /// Negative inside, positive outside, growing about like the distance (world units) near the surface.
  virtual float value(const glm::vec3& point_in_world) const = 0;
  /// A box that holds the body.
  virtual geometry::Aabb bounds() const = 0;
};

/// The zero level of a field as a closed mesh with vertex normals from the field's gradient. One layer of samples lies
/// in the plane y = 0, so that a body symmetric about it keeps even its thinnest parts.
/// @param smoothing  cells over which the samples are averaged first, for fields with creases; then vertices stay where
///                   the samples say instead of being moved onto the field's own zero level
/// @throws Error(Empty) if nothing is inside; Cancelled
mesh::Mesh mesh_of(const BodyField& field, float spacing, const RunContext& context, float smoothing = 0.0f);

}  // namespace core::sketch
