// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <glm/vec2.hpp>
#include <optional>
#include <utility>

#include "render/backdrop_renderer.h"
#include "render/gl/framebuffer.h"
#include "render/image_renderer.h"
#include "render/mesh_renderer.h"
#include "render/scene.h"
#include "render/view_camera.h"

namespace render {

/// Draws scenes in whatever context is current where it is made: a window's or an OffscreenContext's. All other calls,
/// its end included, need the same context. OpenGL 3.3 core or later.
class SceneRenderer {
 public:
  /// @throws core::Error(DeviceUnavailable) if the context offers less
  SceneRenderer();

  /// Takes over a new mesh in parts (see MeshRenderer) for a window that must not stutter. Once advance_upload()
  /// returns true, set Scene::mesh to it; until then the scene goes on with the mesh it has.
  void begin_upload(PreparedMeshPtr mesh) { mesh_renderer_.begin_upload(std::move(mesh)); }
  /// A frame in work is dropped when the mesh changes.
  bool advance_upload(std::size_t max_bytes);

  /// Draws the scene into `target` and resolves it; what is bound stays bound. A mesh that was not taken over before is
  /// prepared and copied at once.
  void draw(const Scene& scene, const ViewCamera& camera, const gl::Framebuffer& target);

  /// The same in parts, so that a large mesh on a slow device stops nothing else: starts a frame, which drops one that
  /// is not finished. `target` must live until the frame is finished or dropped.
  void begin_frame(const Scene& scene, const ViewCamera& camera, const gl::Framebuffer& target);
  /// Draws up to `max_faces` more. Returns true once the frame is finished and resolved, or if there is none.
  bool advance_frame(std::size_t max_faces);
  void drop_frame() { frame_.reset(); }
  bool has_frame_in_work() const { return frame_.has_value(); }

  /// Height of the floor below the mesh that is shown.
  float floor_height() const;

 private:
  struct Frame {
    Scene scene;
    DrawView view;
    NdcRect overlay_place;
    const gl::Framebuffer* target = nullptr;
    std::size_t num_faces_done = 0;
  };

  void take_mesh(const core::mesh::MeshPtr& mesh);

  std::optional<Frame> frame_;
  MeshRenderer mesh_renderer_;
  BackdropRenderer backdrop_renderer_;
  ImageRenderer image_renderer_;
};

/// A finished picture of a scene: RGBA, straight alpha, antialiased. Needs the renderer's context.
/// @throws core::Error(LimitExceeded, OutOfMemory) if the device draws no picture of that size
core::image::Image8 draw_picture(SceneRenderer& renderer, const Scene& scene, const ViewCamera& camera,
                                 const glm::ivec2& size_px, int num_samples = 8);

}  // namespace render
