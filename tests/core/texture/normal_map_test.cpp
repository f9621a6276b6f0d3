// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/texture/normal_map.h"

#include <gtest/gtest.h>

#include <cmath>
#include <glm/geometric.hpp>

#include "core/base/error.h"
#include "core/mesh/rasterizer.h"
#include "core/mesh/tangent_space.h"
#include "core/texture/atlas.h"
#include "tests/support/ring_views.h"
#include "tests/support/shapes.h"

namespace core::texture {
namespace {

/// A square at the front of the ring world that shows a whole picture; mirrored left to right if asked. `tilt` turns
/// its upper side away from the viewer, `turn` its right side.
mesh::Mesh make_square(float tilt = 0.0f, float turn = 0.0f, bool is_mirrored = false) {
  mesh::Mesh mesh;
  for (int i = 0; i < 4; ++i) {
    const float x = i % 2 == 0 ? -0.2f : 0.2f, z = i < 2 ? -0.2f : 0.2f;
    mesh.positions.emplace_back(x, tilt * z + turn * x, z);
    mesh.normals.emplace_back(0.0f, -1.0f, 0.0f);
    mesh.uvs.emplace_back((i % 2 == 0) == is_mirrored ? 1.0f : 0.0f, i < 2 ? 1.0f : 0.0f);
  }
  mesh.faces = {{0, 1, 3}, {0, 3, 2}};
  return mesh;
}

/// The shape alone, with the normals of its faces.
mesh::Mesh shape_of(mesh::Mesh mesh) {
  mesh.normals = mesh::smooth_normals(mesh);
  mesh.uvs.clear();
  return mesh;
}

TEST(NormalMap, OfAFlatSquareChangesNothing) {
  const image::Image8 map = bake_normal_map(make_square(), shape_of(make_square()), 16, RunContext());
  for (std::size_t i = 0; i < map.data().size(); ++i) ASSERT_EQ(map.data()[i], i % 3 == 2 ? 255 : 128) << i;
}

TEST(NormalMap, GreenPointsUpAndRedRightInThePicture) {
  const auto middle = [](const mesh::Mesh& dense, bool is_mirrored) {
    const image::Image8 map = bake_normal_map(make_square(0.0f, 0.0f, is_mirrored), dense, 16, RunContext());
    return glm::vec3(map.at(8, 8, 0), map.at(8, 8, 1), map.at(8, 8, 2)) / 127.5f - 1.0f;
  };
  const float sine = 0.2f / std::sqrt(1.04f);
  const glm::vec3 up = middle(shape_of(make_square(0.2f, 0.0f)), false);
  EXPECT_NEAR(up.x, 0.0f, 0.01f);
  EXPECT_NEAR(up.y, sine, 0.01f);
  const glm::vec3 right = middle(shape_of(make_square(0.0f, 0.2f)), false);
  EXPECT_NEAR(right.x, sine, 0.01f);
  EXPECT_NEAR(right.y, 0.0f, 0.01f);
  // The picture's right is the square's left.
  EXPECT_NEAR(middle(shape_of(make_square(0.0f, 0.2f)), true).x, -sine, 0.01f);
  EXPECT_NEAR(middle(shape_of(make_square(0.2f, 0.0f)), true).y, sine, 0.01f);
}

/// Mean angle between a ball's true normals and those a renderer shows, with the map if there is one.
double shown_error_deg(const mesh::Mesh& mesh, const image::Image8* map) {
  const mesh::TangentMesh framed = mesh::with_vertex_tangents(mesh);
  double sum = 0.0;
  int count = 0;
  for (const int view : {0, 5, 18}) {
    const mesh::RasterBuffers buffers = mesh::rasterize(framed.mesh, geometry::view_camera(view, 128));
    for (std::size_t i = 0; i < buffers.face.size(); ++i) {
      if (buffers.face[i] == mesh::RasterBuffers::kNoFace) continue;
      const glm::uvec3& f = framed.mesh.faces[buffers.face[i]];
      const glm::vec2& b = buffers.barycentric[i];
      const auto mix = [&](const auto& values) {
        return values[f.x] * (1.0f - b.x - b.y) + values[f.y] * b.x + values[f.z] * b.y;
      };
      const glm::vec3 position = mix(framed.mesh.positions);
      glm::vec3 normal = mix(framed.mesh.normals);
      if (map != nullptr) {
        const glm::vec3 m = mesh::sample_texture(*map, mix(framed.mesh.uvs)) * 2.0f - 1.0f;
        const glm::vec3 tangent = glm::vec3(mix(framed.tangents));
        const glm::vec3 bitangent = framed.tangents[f.x].w * glm::cross(normal, tangent);
        normal = m.x * tangent + m.y * bitangent + m.z * normal;
      }
      const float cosine = glm::dot(glm::normalize(normal), glm::normalize(position));
      sum += std::acos(std::min(1.0, static_cast<double>(cosine))) * 57.29577951;
      ++count;
    }
  }
  return sum / count;
}

TEST(NormalMap, MakesACoarseBallLookRound) {
  mesh::Mesh coarse = support::make_sphere(0.35f, 6, 10);
  coarse.normals = mesh::smooth_normals(coarse);
  const mesh::Mesh unfolded = unfold(coarse, {}, 512, RunContext()).mesh;
  const image::Image8 map = bake_normal_map(unfolded, support::make_sphere(0.35f, 96, 192), 512, RunContext());
  EXPECT_GT(shown_error_deg(unfolded, nullptr), 1.5);
  EXPECT_LT(shown_error_deg(unfolded, &map), 0.5);
}

TEST(NormalMap, StopsWhenAsked) {
  std::stop_source stop;
  stop.request_stop();
  EXPECT_THROW(bake_normal_map(make_square(), shape_of(make_square()), 64, RunContext(stop.get_token(), {})),
               Cancelled);
}

}  // namespace
}  // namespace core::texture
