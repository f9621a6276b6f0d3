// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <glm/vec2.hpp>
#include <string>

#include "render/prepared_mesh.h"
#include "render/scene.h"
#include "render/view_camera.h"

namespace ui {

/// One turn around the mesh as the viewport shows it, to be written as a film; or a single picture of it.
struct Turntable {
  /// Pictures: a folder of PNG files. Video: by an ffmpeg program of the machine. Still: one PNG file, of one frame.
  enum class Kind { Pictures, Webp, Video, Still };
  Kind kind = Kind::Webp;
  std::filesystem::path path;
  std::filesystem::path ffmpeg;  ///< for Video
  render::Scene scene;           ///< without a background: transparent
  render::PreparedMeshPtr mesh;  ///< of the scene, with what its shading needs
  render::ViewCamera camera;     ///< of the first frame; the others stand around the mesh
  glm::ivec2 size_px{1024, 1024};
  int num_frames = 72;
  int frame_ms = 50;
};

}  // namespace ui
