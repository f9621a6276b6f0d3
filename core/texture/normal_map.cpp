// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/texture/normal_map.h"

#include <algorithm>
#include <cmath>
#include <glm/geometric.hpp>
#include <glm/mat3x3.hpp>
#include <glm/matrix.hpp>

#include "core/base/parallel.h"
#include "core/geometry/aabb.h"
#include "core/mesh/metrics.h"
#include "core/mesh/tangent_space.h"
#include "core/texture/texel_faces.h"

namespace core::texture {
namespace {

constexpr float kReachShare = 0.02f;  ///< of the box's diagonal: as far as a simplified surface stands off, and more
constexpr float kSameSideCos = 0.2f;  ///< a dense face turned away more belongs to another part of the surface

/// The tangent frame at a point of a face, interpolated without normalising, as readers of the map do it.
struct Frame {
  glm::vec3 tangent, bitangent, normal;
};

class NormalBaker {
 public:
  NormalBaker(const mesh::Mesh& unfolded, const mesh::Mesh& dense, int side_px)
      : unfolded_(unfolded),
        dense_(dense),
        dense_normals_(dense.normals.empty() ? mesh::smooth_normals(dense) : dense.normals),
        query_(dense),
        reach_(kReachShare * glm::length(geometry::bounds_of(unfolded.positions).size())),
        tangents_(mesh::corner_tangents(unfolded)),
        texels_(unfolded, side_px) {}

  const TexelFaces& texels() const { return texels_; }

  /// The dense normal across from a texel, in the texel's frame.
  glm::vec3 normal(int x, int y) const {
    const std::uint32_t face = texels_.face_at(x, y);
    const glm::vec3 b = texels_.barycentric_at(x, y);
    const glm::uvec3& f = unfolded_.faces[face];
    const glm::vec3 point =
        b.x * unfolded_.positions[f.x] + b.y * unfolded_.positions[f.y] + b.z * unfolded_.positions[f.z];
    const Frame frame = frame_at(face, b);
    const glm::vec3 across = dense_normal(point, glm::normalize(frame.normal));
    const glm::mat3 world_from_tangent(frame.tangent, frame.bitangent, frame.normal);
    if (std::abs(glm::determinant(world_from_tangent)) < 1e-6f) return {0.0f, 0.0f, 1.0f};
    return glm::normalize(glm::inverse(world_from_tangent) * across);
  }

 private:
  Frame frame_at(std::uint32_t face, const glm::vec3& b) const {
    const glm::uvec3& f = unfolded_.faces[face];
    const glm::vec4* t = tangents_.data() + 3 * static_cast<std::size_t>(face);
    Frame frame;
    frame.normal = b.x * unfolded_.normals[f.x] + b.y * unfolded_.normals[f.y] + b.z * unfolded_.normals[f.z];
    frame.tangent = b.x * glm::vec3(t[0]) + b.y * glm::vec3(t[1]) + b.z * glm::vec3(t[2]);
    frame.bitangent = t[0].w * glm::cross(frame.normal, frame.tangent);
    return frame;
  }

  glm::vec3 dense_normal(const glm::vec3& point, const glm::vec3& along) const {
    const mesh::MeshQuery::Found outside = query_.first_on_ray(point, along);
    const mesh::MeshQuery::Found inside = query_.first_on_ray(point, -along);
    const mesh::MeshQuery::Found& nearer = outside.distance < inside.distance ? outside : inside;
    if (nearer.distance <= reach_) {
      const glm::vec3 normal = normal_at(nearer);
      if (glm::dot(normal, along) >= kSameSideCos) return normal;
    }
    return normal_at(query_.nearest(point));
  }

  glm::vec3 normal_at(const mesh::MeshQuery::Found& found) const {
    const glm::uvec3& f = dense_.faces[found.face];
    const glm::vec2& b = found.barycentric;
    const glm::vec3 sum =
        (1.0f - b.x - b.y) * dense_normals_[f.x] + b.x * dense_normals_[f.y] + b.y * dense_normals_[f.z];
    const float length = glm::length(sum);
    return length > 1e-6f ? sum / length : dense_normals_[f.x];
  }

  const mesh::Mesh& unfolded_;
  const mesh::Mesh& dense_;
  std::vector<glm::vec3> dense_normals_;
  mesh::MeshQuery query_;
  float reach_;
  std::vector<glm::vec4> tangents_;
  TexelFaces texels_;
};

}  // namespace

image::Image8 bake_normal_map(const mesh::Mesh& unfolded, const mesh::Mesh& dense, int side_px,
                              const RunContext& context) {
  const NormalBaker baker(unfolded, dense, side_px);
  image::Image8 map(side_px, side_px, 3);
  parallel_for(0, side_px, 4, [&](int y) {
    if (y % 4 == 0) context.checkpoint();
    for (int x = 0; x < side_px; ++x) {
      if (baker.texels().face_at(x, y) == TexelFaces::kNoFace) continue;
      const glm::vec3 normal = baker.normal(x, y);
      for (int c = 0; c < 3; ++c)
        map.at(x, y, c) = static_cast<std::uint8_t>(std::lround((normal[c] * 0.5f + 0.5f) * 255.0f));
    }
  });
  fill_between_charts(baker.texels(), map);
  context.report(1.0, 1.0);
  return map;
}

}  // namespace core::texture
