// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <glm/vec3.hpp>

#include "render/gl/shader_program.h"
#include "render/gl/vertex_array.h"
#include "render/mesh_renderer.h"
#include "render/scene.h"

namespace render {

/// Draws what stands around the mesh: the background and the floor. All calls need the context it was made in.
class BackdropRenderer {
 public:
  /// @throws core::Error(DeviceUnavailable) if the driver does not compile the shaders
  BackdropRenderer();

  /// Fills the picture; depth is left alone. A little noise hides the steps between 8-bit colours.
  void draw_background(const Gradient& gradient, const glm::vec2& size_px) const;
  /// A horizontal grid that fades out around the origin; half as strong seen from below. Lines every 0.1 units,
  /// stronger every 0.5, and the axes x and y. Blends over what was drawn.
  void draw_floor(float height, const glm::vec3& color, const DrawView& view) const;

 private:
  gl::ShaderProgram background_, floor_;
  gl::VertexArray corners_;  ///< without attributes: the shaders know the corners by number
};

}  // namespace render
