// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <glm/vec2.hpp>
#include <optional>

#include "render/scene_renderer.h"

namespace ui::viewport {

/// Draws the frames of a viewport and keeps the last one, so that the overlay can be drawn anew over it without drawing
/// the scene. On a slow device frames are drafts while the camera moves (one sample a pixel, large meshes coarser, if
/// need be at half the resolution), and finished frames come in parts of a few milliseconds. All calls need the context
/// it was made in.
class FramePainter {
 public:
  /// @throws core::Error(DeviceUnavailable) if the context is too old
  FramePainter();

  render::SceneRenderer& renderer() { return renderer_; }
  /// In device pixels.
  void set_size(const glm::ivec2& size_px);
  /// The scene or the camera has changed.
  void invalidate() { is_current_ = has_draft_ = false; }

  /// Draws what has to be on screen now: a draft on a slow device that is moving or would keep the artist waiting, the
  /// whole frame on a fast one.
  /// @throws core::Error(OutOfMemory, LimitExceeded) if the device has no room
  void draw(const render::Scene& scene, const render::ViewCamera& camera, bool is_moving);
  /// The finished frame is there: work() has nothing to do.
  bool is_finished() const { return is_current_ && !renderer_.has_frame_in_work(); }
  /// Works on the finished frame of a resting camera for about `budget_ms`; infinity finishes it.
  void work(const render::Scene& scene, const render::ViewCamera& camera, double budget_ms);
  /// Copies the newest complete picture into a framebuffer. Nothing before the first.
  void present(unsigned int framebuffer) const;

  bool is_slow() const { return full_frame_ms_ > kFastEnough_ms; }

 private:
  static constexpr double kFastEnough_ms = 18.0;

  void draw_draft(render::Scene scene, const render::ViewCamera& camera);
  void draw_part(const render::Scene& scene, const render::ViewCamera& camera, bool is_whole);

  render::SceneRenderer renderer_;
  glm::ivec2 size_px_{0};
  enum class Shown { Nothing, Full, Draft };
  std::optional<render::gl::Framebuffer> full_, work_, draft_;  ///< full_ is shown while the next is drawn into work_
  Shown shown_ = Shown::Nothing;
  bool is_current_ = false;  ///< the finished frame, or the one in work, is of the present scene
  bool has_draft_ = false;   ///< a draft of the present scene is there
  int draft_divisor_ = 1;
  double full_frame_ms_ = 0.0, part_frame_ms_ = 0.0;
  double draft_ms_ = 0.0;  ///< running mean; 0: none yet
  std::size_t faces_per_part_ = 20000;
};

}  // namespace ui::viewport
