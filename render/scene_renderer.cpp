// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "render/scene_renderer.h"

#include <epoxy/gl.h>
#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "core/base/error.h"
#include "core/base/parallel.h"

namespace render {
namespace {

constexpr int kLeastVersion = 33;  ///< as libepoxy counts: 3.3
/// The floor lies a little below the lowest point, so that a flat foot does not flicker.
constexpr float kFloorGap = 0.002f;
constexpr float kFloorWithoutMesh = -0.41f;

/// Whatever a window toolkit or overlay left behind.
void reset_state() {
  glDisable(GL_SCISSOR_TEST);
  glDisable(GL_STENCIL_TEST);
  glDisable(GL_CULL_FACE);
  glDisable(GL_BLEND);
  glDisable(GL_FRAMEBUFFER_SRGB);
  glEnable(GL_MULTISAMPLE);
  glEnable(GL_DEPTH_TEST);
  glDepthFunc(GL_LESS);
  glDepthMask(GL_TRUE);
  glDepthRange(0.0, 1.0);
  glColorMask(GL_TRUE, GL_TRUE, GL_TRUE, GL_TRUE);
  glPolygonMode(GL_FRONT_AND_BACK, GL_FILL);
  glFrontFace(GL_CCW);
  glBlendEquation(GL_FUNC_ADD);
}

/// Where the square that a ring's camera sees lies in the picture.
NdcRect overlay_place(const ViewCamera& camera, const glm::vec2& size_px) {
  const float shorter = std::min(size_px.x, size_px.y);
  const glm::vec2 half = camera.lens_zoom * shorter / size_px;
  return {camera.lens_shift - half, camera.lens_shift + half};
}

/// In place, from colour multiplied with alpha to straight alpha.
void unmultiply(core::image::Image8& picture) {
  core::parallel_for(0, picture.height(), 16, [&](int y) {
    for (int x = 0; x < picture.width(); ++x) {
      std::uint8_t* p = picture.pixel(x, y);
      const int alpha = p[3];
      if (alpha == 0 || alpha == 255) continue;
      for (int c = 0; c < 3; ++c) p[c] = static_cast<std::uint8_t>(std::min(255, (p[c] * 255 + alpha / 2) / alpha));
    }
  });
}

/// Refuses old contexts before the first call that they would not know.
MeshRenderer make_mesh_renderer() {
  const int version = epoxy_gl_version();
  if (!epoxy_is_desktop_gl() || version < kLeastVersion) {
    throw core::Error(
        core::ErrorCode::DeviceUnavailable,
        fmt::format("The graphics driver offers OpenGL{} {}.{}; the viewport needs OpenGL 3.3. A newer driver, "
                    "or Mesa's software OpenGL (LIBGL_ALWAYS_SOFTWARE=1), has it.",
                    epoxy_is_desktop_gl() ? "" : " ES", version / 10, version % 10));
  }
  return {};
}

}  // namespace

SceneRenderer::SceneRenderer() : mesh_renderer_(make_mesh_renderer()) {}

void SceneRenderer::take_mesh(const core::mesh::MeshPtr& mesh) {
  const PreparedMeshPtr& shown = mesh_renderer_.shown();
  if ((shown ? shown->mesh : nullptr) == mesh) return;
  const PreparedMeshPtr& newest = mesh_renderer_.newest();
  if ((newest ? newest->mesh : nullptr) != mesh) mesh_renderer_.begin_upload(prepare_mesh(mesh));
  mesh_renderer_.advance_upload(std::numeric_limits<std::size_t>::max());
}

bool SceneRenderer::advance_upload(std::size_t max_bytes) {
  const PreparedMeshPtr before = mesh_renderer_.shown();
  const bool is_done = mesh_renderer_.advance_upload(max_bytes);
  if (mesh_renderer_.shown() != before) frame_.reset();
  return is_done;
}

float SceneRenderer::floor_height() const {
  const PreparedMeshPtr& shown = mesh_renderer_.shown();
  return (shown && !shown->bounds.is_empty() ? shown->bounds.low.z : kFloorWithoutMesh) - kFloorGap;
}

void SceneRenderer::draw(const Scene& scene, const ViewCamera& camera, const gl::Framebuffer& target) {
  begin_frame(scene, camera, target);
  advance_frame(std::numeric_limits<std::size_t>::max());
}

void SceneRenderer::begin_frame(const Scene& scene, const ViewCamera& camera, const gl::Framebuffer& target) {
  take_mesh(scene.mesh);
  Frame frame;
  frame.scene = scene;
  frame.target = &target;
  frame.view.size_px = glm::vec2(target.size_px());
  frame.view.cam_from_world = camera.cam_from_world();
  frame.view.clip_from_cam = camera.clip_from_cam(frame.view.size_px);
  frame.view.is_orthographic = camera.is_orthographic;
  frame.view.pixel_ratio = scene.pixel_ratio;
  frame.overlay_place = overlay_place(camera, frame.view.size_px);
  frame_ = std::move(frame);
  const gl::FramebufferScope scope;
  target.bind();
  reset_state();
  glClearColor(0.0f, 0.0f, 0.0f, 0.0f);
  glClear(GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT);
  if (scene.background) backdrop_renderer_.draw_background(*scene.background, frame_->view.size_px);
}

bool SceneRenderer::advance_frame(std::size_t max_faces) {
  if (!frame_) return true;
  const gl::FramebufferScope scope;
  frame_->target->bind();
  reset_state();
  const Scene& scene = frame_->scene;
  mesh_renderer_.draw(scene, frame_->view, frame_->num_faces_done, max_faces);
  const std::size_t num_all = mesh_renderer_.num_faces(scene.is_draft);
  const std::size_t num_left = num_all - std::min(num_all, frame_->num_faces_done);
  frame_->num_faces_done += std::min(max_faces, num_left);
  if (max_faces < num_left) return false;
  if (scene.has_floor) backdrop_renderer_.draw_floor(floor_height(), scene.floor_color, frame_->view);
  if (scene.overlay) image_renderer_.draw(scene.overlay->picture, frame_->overlay_place, scene.overlay->opacity);
  frame_->target->resolve();
  frame_.reset();
  return true;
}

core::image::Image8 draw_picture(SceneRenderer& renderer, const Scene& scene, const ViewCamera& camera,
                                 const glm::ivec2& size_px, int num_samples) {
  const gl::Framebuffer target(size_px, num_samples);
  renderer.draw(scene, camera, target);
  core::image::Image8 picture = target.read();
  unmultiply(picture);
  return picture;
}

}  // namespace render
