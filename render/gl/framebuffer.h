// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <glm/vec2.hpp>

#include "core/image/image.h"
#include "render/gl/name.h"

namespace render::gl {

/// A picture to draw into, with depth: RGBA, 8 bits a channel, several samples a pixel.
class Framebuffer {
 public:
  Framebuffer() = default;
  /// @param num_samples  wanted; the device may give fewer
  /// @throws core::Error(LimitExceeded) if the device draws no picture of that size
  Framebuffer(const glm::ivec2& size_px, int num_samples);

  const glm::ivec2& size_px() const { return size_px_; }
  int num_samples() const { return num_samples_; }
  bool is_empty() const { return draw_name_.is_empty(); }

  /// Makes it the target of drawing, with a viewport over all of it.
  void bind() const;
  /// Averages the samples of what was drawn; what copy_to and read give is the picture of the last call.
  void resolve() const;
  /// Copies the picture into another framebuffer, enlarged or shrunk to `size_px` from its lower left corner.
  void copy_to(unsigned int framebuffer, const glm::ivec2& size_px) const;
  /// The picture as it was drawn (alpha premultiplied), rows from top to bottom, 4 channels.
  core::image::Image8 read() const;

 private:
  Name draw_name_, draw_color_, draw_depth_;
  Name read_name_, read_color_;  ///< one sample a pixel
  glm::ivec2 size_px_{0};
  int num_samples_ = 0;
};

/// Remembers the framebuffer and viewport that are current and restores them.
class FramebufferScope {
 public:
  FramebufferScope();
  ~FramebufferScope();
  FramebufferScope(const FramebufferScope&) = delete;
  FramebufferScope& operator=(const FramebufferScope&) = delete;

  unsigned int drawn_before() const { return static_cast<unsigned int>(draw_); }

 private:
  int draw_ = 0, read_ = 0;
  int viewport_[4] = {};
};

}  // namespace render::gl
