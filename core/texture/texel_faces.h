// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <vector>

#include "core/image/image.h"
#include "core/mesh/mesh.h"
#include "core/texture/triangle_2d.h"

namespace core::texture {

/// Which face of an unfolded mesh each texel of its texture belongs to.
class TexelFaces {
 public:
  static constexpr std::uint32_t kNoFace = 0xffffffffu;

  /// @param mesh  uvs, faces; must outlive this
  TexelFaces(const mesh::Mesh& mesh, int side_px);

  int side_px() const { return side_; }
  /// The face nearest to the texel's centre, or kNoFace if none comes as near as filtering at a chart's edge reads.
  std::uint32_t face_at(int x, int y) const { return face_[index(x, y)]; }
  /// Corners of a face in texels.
  Triangle2d texels_of(std::uint32_t face) const;
  /// Place of a texel's centre on its face (or the nearest place).
  glm::vec3 barycentric_at(int x, int y) const {
    return nearest_in_triangle(texels_of(face_at(x, y)), glm::vec2(x, y) + 0.5f).barycentric;
  }

 private:
  std::size_t index(int x, int y) const {
    return static_cast<std::size_t>(y) * static_cast<std::size_t>(side_) + static_cast<std::size_t>(x);
  }
  int row(float y) const;
  void draw(std::uint32_t face, int first_row, std::vector<float>& distance2);

  const mesh::Mesh& mesh_;
  int side_;
  std::vector<std::uint32_t> face_;
};

/// Gives texels of no face the value of the nearest one that has a face.
/// @param texture  as large as `texels`
void fill_between_charts(const TexelFaces& texels, image::Image8& texture);

}  // namespace core::texture
