// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <vector>

#include "core/geometry/camera.h"
#include "core/image/image.h"
#include "core/mesh/mesh.h"

namespace core::mesh {

/// What a camera sees of a mesh, one sample at the centre of each pixel.
struct RasterBuffers {
  static constexpr std::uint32_t kNoFace = 0xffffffffu;
  int width = 0, height = 0;
  std::vector<std::uint32_t> face;  ///< kNoFace where nothing is seen
  std::vector<float> depth;         ///< along the optical axis; infinity where nothing is seen
  /// Perspective-correct barycentric coordinates of the second and third corner (the first is 1 - x - y).
  std::vector<glm::vec2> barycentric;
};

/// Which faces are drawn. Those of a closed surface that show their back to a camera outside are hidden by others.
enum class Faces { Both, Front };

/// Depth-buffered, faces that cross the camera plane are dropped. Deterministic, on all cores.
RasterBuffers rasterize(const Mesh& mesh, const geometry::Camera& camera, Faces faces = Faces::Both);

/// Depth only (faster).
image::ImageF rasterize_depth(const Mesh& mesh, const geometry::Camera& camera, Faces faces = Faces::Both);

enum class Shading { Textured, Clay, Normals, Wire, Colors };

/// Antialiased picture (RGBA, straight alpha, transparent background): `samples` x `samples` per pixel, averaged in
/// sRGB with coverage. Textured and Colors are unlit base colour (texture sampled bilinearly; grey where the mesh has
/// none); Clay is lit grey; Normals encodes world normals as views do (R = -y, G = x, B = z); Wire is clay with dark
/// edges.
image::Image8 draw(const Mesh& mesh, const geometry::Camera& camera, Shading shading, int samples = 3);

/// Bilinear sample of a texture at uv (origin top left, clamped), sRGB 0..1.
glm::vec3 sample_texture(const image::Image8& texture, const glm::vec2& uv);

}  // namespace core::mesh
