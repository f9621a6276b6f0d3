// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <glm/vec2.hpp>
#include <memory>

#include "core/image/image.h"
#include "render/gl/shader_program.h"
#include "render/gl/texture.h"
#include "render/gl/vertex_array.h"

namespace render {

/// A rectangle in normalised device coordinates.
struct NdcRect {
  glm::vec2 low{-1.0f};
  glm::vec2 high{1.0f};
};

/// Draws a picture flat over what is there. Keeps the last picture on the device. All calls need the context it was
/// made in.
class ImageRenderer {
 public:
  /// @throws core::Error(DeviceUnavailable) if the driver does not compile the shader
  ImageRenderer();

  /// @param picture  1, 3 or 4 channels (straight alpha); null or empty draws nothing
  /// @param opacity  0..1
  /// @throws core::Error(LimitExceeded) if the picture is too large for the device
  void draw(const std::shared_ptr<const core::image::Image8>& picture, const NdcRect& place, float opacity);

 private:
  gl::ShaderProgram program_;
  gl::VertexArray corners_;
  std::shared_ptr<const core::image::Image8> picture_;  ///< what the texture holds
  gl::Texture texture_;
};

}  // namespace render
