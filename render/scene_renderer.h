// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <glm/vec2.hpp>

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
  bool advance_upload(std::size_t max_bytes) { return mesh_renderer_.advance_upload(max_bytes); }

  /// Draws the scene into the framebuffer that is bound, over all of its `size_px`. A mesh that was not taken over
  /// before is prepared and copied at once.
  void draw(const Scene& scene, const ViewCamera& camera, const glm::ivec2& size_px);
  /// The same into `target`, resolved; the binding stays as it was.
  void draw(const Scene& scene, const ViewCamera& camera, const gl::Framebuffer& target);

  /// Height of the floor below the mesh that is shown.
  float floor_height() const;

 private:
  void take_mesh(const core::mesh::MeshPtr& mesh);

  MeshRenderer mesh_renderer_;
  BackdropRenderer backdrop_renderer_;
  ImageRenderer image_renderer_;
};

/// A finished picture of a scene: RGBA, straight alpha, antialiased. Needs the renderer's context.
/// @throws core::Error(LimitExceeded, OutOfMemory) if the device draws no picture of that size
core::image::Image8 draw_picture(SceneRenderer& renderer, const Scene& scene, const ViewCamera& camera,
                                 const glm::ivec2& size_px, int num_samples = 8);

}  // namespace render
