// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/sketch/view_drawing.h"

#include <algorithm>
#include <cmath>
#include <glm/common.hpp>
#include <glm/geometric.hpp>

#include "core/base/parallel.h"
#include "core/mesh/rasterizer.h"
#include "core/views/normal_map.h"

namespace core::sketch {
namespace {

/// Samples along a pixel's side: fewer on large pictures, whose pixels are small.
int samples_for(int size_px) { return size_px <= 512 ? 3 : 2; }

geometry::Camera magnified(const geometry::Camera& camera, int factor) {
  geometry::Camera result = camera;
  result.focal_px *= static_cast<float>(factor);
  result.center_px *= static_cast<float>(factor);
  result.width_px *= factor;
  result.height_px *= factor;
  return result;
}

SurfacePoint surface_point(const mesh::Mesh& body, const mesh::RasterBuffers& buffers, std::size_t sample) {
  const glm::uvec3& face = body.faces[buffers.face[sample]];
  const glm::vec2& b = buffers.barycentric[sample];
  const float a = 1.0f - b.x - b.y;
  const glm::vec3 position = a * body.positions[face.x] + b.x * body.positions[face.y] + b.y * body.positions[face.z];
  const glm::vec3 normal = a * body.normals[face.x] + b.x * body.normals[face.y] + b.y * body.normals[face.z];
  const float length = glm::length(normal);
  return {position, length > 1e-6f ? normal / length : body.normals[face.x]};
}

std::uint8_t as_byte(float value) { return static_cast<std::uint8_t>(std::clamp(value, 0.0f, 1.0f) * 255.0f + 0.5f); }

}  // namespace

DrawnView draw_view(const mesh::Mesh& body, const geometry::Camera& camera, const LookAt& look_at,
                    const RunContext& context) {
  const int samples = samples_for(camera.width_px);
  const mesh::RasterBuffers buffers = mesh::rasterize(body, magnified(camera, samples));
  context.checkpoint();
  DrawnView view{image::Image8(camera.width_px, camera.height_px, 4),
                 image::Image8(camera.width_px, camera.height_px, 4)};
  parallel_for(0, camera.height_px, 4, [&](int y) {
    for (int x = 0; x < camera.width_px; ++x) {
      glm::vec3 color(0.0f), normal(0.0f);
      int covered = 0;
      for (int i = 0; i < samples * samples; ++i) {
        const auto row = static_cast<std::size_t>(y * samples + i / samples);
        const std::size_t sample =
            row * static_cast<std::size_t>(buffers.width) + static_cast<std::size_t>(x * samples + i % samples);
        if (buffers.face[sample] == mesh::RasterBuffers::kNoFace) continue;
        const Look look = look_at(surface_point(body, buffers, sample));
        color += look.color;
        normal += look.normal;
        ++covered;
      }
      std::uint8_t* rgba = view.rgba.pixel(x, y);
      std::uint8_t* encoded = view.normal.pixel(x, y);
      std::fill(encoded, encoded + 3, std::uint8_t{255});
      if (covered == 0) continue;
      const float share = 1.0f / static_cast<float>(covered);
      for (int c = 0; c < 3; ++c) rgba[c] = as_byte(color[c] * share);
      rgba[3] = as_byte(static_cast<float>(covered) / static_cast<float>(samples * samples));
      const float length = glm::length(normal);
      views::encode_normal(length > 1e-6f ? normal / length : glm::vec3(0.0f, -1.0f, 0.0f), encoded);
      encoded[3] = rgba[3];
    }
  });
  return view;
}

}  // namespace core::sketch
