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

float SceneRenderer::floor_height() const {
  const PreparedMeshPtr& shown = mesh_renderer_.shown();
  return (shown && !shown->bounds.is_empty() ? shown->bounds.low.z : kFloorWithoutMesh) - kFloorGap;
}

void SceneRenderer::draw(const Scene& scene, const ViewCamera& camera, const glm::ivec2& size_px) {
  take_mesh(scene.mesh);
  reset_state();
  glViewport(0, 0, size_px.x, size_px.y);
  glClearColor(0.0f, 0.0f, 0.0f, 0.0f);
  glClear(GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT);
  DrawView view;
  view.size_px = glm::vec2(size_px);
  view.cam_from_world = camera.cam_from_world();
  view.clip_from_cam = camera.clip_from_cam(view.size_px);
  view.is_orthographic = camera.is_orthographic;
  view.pixel_ratio = scene.pixel_ratio;
  if (scene.background) backdrop_renderer_.draw_background(*scene.background, view.size_px);
  glEnable(GL_DEPTH_TEST);
  mesh_renderer_.draw(scene.shading, scene.is_lit, view);
  if (scene.has_floor) backdrop_renderer_.draw_floor(floor_height(), scene.floor_color, view);
  if (scene.overlay) {
    image_renderer_.draw(scene.overlay->picture, overlay_place(camera, view.size_px), scene.overlay->opacity);
  }
}

void SceneRenderer::draw(const Scene& scene, const ViewCamera& camera, const gl::Framebuffer& target) {
  const gl::FramebufferScope scope;
  target.bind();
  draw(scene, camera, target.size_px());
  target.resolve();
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
