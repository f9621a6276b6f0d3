// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <glm/mat4x4.hpp>
#include <optional>

#include "render/gl/buffer.h"
#include "render/gl/shader_program.h"
#include "render/gl/texture.h"
#include "render/gl/vertex_array.h"
#include "render/prepared_mesh.h"
#include "render/scene.h"

namespace render {

/// Where a frame is seen from, for one draw call.
struct DrawView {
  glm::mat4 cam_from_world{1.0f};
  glm::mat4 clip_from_cam{1.0f};
  glm::vec2 size_px{1.0f};
  bool is_orthographic = false;
  float pixel_ratio = 1.0f;
};

/// Draws one mesh, and takes over another one in parts while it goes on drawing the first. All calls need the context
/// it was made in.
class MeshRenderer {
 public:
  /// @throws core::Error(DeviceUnavailable) if the driver does not compile the shaders
  MeshRenderer();

  /// Starts to take over a mesh; one that is half taken over is dropped. Null takes the shown mesh away at once.
  void begin_upload(PreparedMeshPtr mesh);
  /// Copies up to about `max_bytes` to the device. Once everything is there the mesh is shown instead of the old one.
  /// Returns true when nothing is left to copy.
  bool advance_upload(std::size_t max_bytes);

  /// What is drawn; null if nothing.
  const PreparedMeshPtr& shown() const { return shown_.mesh; }
  /// What was last given to begin_upload: shown, or on the way.
  const PreparedMeshPtr& newest() const { return pending_ ? pending_->mesh : shown_.mesh; }

  /// How many faces there are to draw in parts: the coarse ones in a draft of a mesh that has some.
  std::size_t num_faces(bool is_draft) const;
  /// Draws faces first_face to first_face + num_faces - 1, as far as there are any.
  void draw(const Scene& scene, const DrawView& view, std::size_t first_face, std::size_t num_faces) const;

 private:
  struct DeviceMesh {
    PreparedMeshPtr mesh;
    gl::Buffer vertices, indices;  ///< indices: all faces, then the coarse ones
    gl::Texture texture;
    std::optional<gl::VertexArray> array;
    std::size_t num_bytes_done = 0;
  };

  static DeviceMesh make_device_mesh(PreparedMeshPtr mesh);
  static std::size_t copy_part(DeviceMesh& target, std::size_t max_bytes);
  const gl::ShaderProgram& program_for(Shading shading) const;

  gl::ShaderProgram color_, clay_, normals_, wire_, coverage_, disagreement_;
  gl::Texture ramp_;  ///< colours of the maps
  DeviceMesh shown_;
  std::optional<DeviceMesh> pending_;
};

}  // namespace render
