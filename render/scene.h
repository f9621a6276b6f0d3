// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <glm/vec3.hpp>
#include <memory>
#include <optional>

#include "core/image/image.h"
#include "core/mesh/mesh.h"

namespace render {

/// How the surface is coloured. Textured and VertexColors show the base colour as the exported file holds it; what a
/// mesh lacks is shown by the next simpler: texture, vertex colours, grey.
/// Coverage shows how many views show a place, hatched where none does; Disagreement how far they differ from the
/// surface; both need findings of the views in the prepared mesh and are grey without.
enum class Shading { Textured, Clay, Normals, Wire, VertexColors, Coverage, Disagreement };

/// So many views, or more, are the upper end of Coverage.
inline constexpr int kFullCoverage = 12;

/// From top to bottom behind everything, sRGB 0..1.
struct Gradient {
  glm::vec3 top{0.231f, 0.247f, 0.278f};
  glm::vec3 bottom{0.137f, 0.145f, 0.165f};
  bool operator==(const Gradient&) const = default;
};

/// The picture of a view, laid over the mesh where its camera sees it: a square about the picture's centre, as large as
/// the shorter side, moved by the camera's lens.
struct PictureOverlay {
  std::shared_ptr<const core::image::Image8> picture;  ///< 3 or 4 channels, straight alpha, sRGB
  float opacity = 0.5f;                                ///< 0..1
};

/// Everything a frame shows, as a value.
struct Scene {
  core::mesh::MeshPtr mesh;  ///< null: nothing
  Shading shading = Shading::Clay;
  /// Light on Textured and VertexColors; Clay and Wire are always lit, Normals never.
  bool is_lit = false;
  /// Null: the background is transparent.
  std::optional<Gradient> background = Gradient{};
  bool has_floor = true;        ///< grid below the mesh with the axes x (red) and y (green)
  glm::vec3 floor_color{1.0f};  ///< of the grid's lines, sRGB
  std::optional<PictureOverlay> overlay;
  /// A large mesh is drawn with far fewer faces: for frames while the camera moves on a slow device.
  bool is_draft = false;
  /// Device pixels per logical pixel: lines keep their width on dense screens.
  float pixel_ratio = 1.0f;
};

}  // namespace render
