// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/texture/atlas.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <glm/geometric.hpp>
#include <limits>

#include "core/mesh/topology.h"
#include "core/texture/chart_packing.h"
#include "tests/support/shapes.h"

namespace core::texture {
namespace {

mesh::Mesh with_normals(mesh::Mesh mesh) {
  mesh.normals = mesh::smooth_normals(mesh);
  return mesh;
}

/// Two tori through each other's hole: parts hide parts in every direction.
mesh::Mesh make_chain() {
  mesh::Mesh chain = support::make_torus(0.2f, 0.05f, 64, 24);
  const mesh::Mesh link = chain;
  const auto first = static_cast<std::uint32_t>(chain.positions.size());
  for (const glm::vec3& p : link.positions) chain.positions.emplace_back(p.x + 0.2f, -p.z, p.y);
  for (const glm::uvec3& f : link.faces) chain.faces.push_back(f + first);
  return with_normals(chain);
}

/// How many faces hold the centre of each cell of a fine grid well inside.
int most_faces_on_a_point(const mesh::Mesh& mesh, int side) {
  std::vector<std::uint8_t> count(static_cast<std::size_t>(side) * static_cast<std::size_t>(side), 0);
  int most = 0;
  for (const glm::uvec3& f : mesh.faces) {
    const glm::vec2 a = mesh.uvs[f.x] * static_cast<float>(side), b = mesh.uvs[f.y] * static_cast<float>(side),
                    c = mesh.uvs[f.z] * static_cast<float>(side);
    const auto cross = [](const glm::vec2& p, const glm::vec2& q) { return p.x * q.y - p.y * q.x; };
    const float area = cross(b - a, c - a);
    for (int y = static_cast<int>(std::min({a.y, b.y, c.y})); y <= static_cast<int>(std::max({a.y, b.y, c.y})); ++y) {
      for (int x = static_cast<int>(std::min({a.x, b.x, c.x})); x <= static_cast<int>(std::max({a.x, b.x, c.x})); ++x) {
        const glm::vec2 p = glm::vec2(x, y) + 0.5f;
        const float u = cross(c - b, p - b) / area, v = cross(a - c, p - c) / area, w = cross(b - a, p - a) / area;
        if (std::min({u, v, w}) < 0.01f) continue;
        most = std::max<int>(most, ++count[static_cast<std::size_t>(y * side + x)]);
      }
    }
  }
  return most;
}

TEST(Atlas, FacesNeverOverlapInTheTexture) {
  EXPECT_EQ(most_faces_on_a_point(unfold(make_chain(), {}, 1024, RunContext()).mesh, 2048), 1);
}

TEST(Atlas, EveryCoordinateLiesInsideTheTexture) {
  for (const glm::vec2& uv : unfold(make_chain(), {}, 256, RunContext()).mesh.uvs) {
    EXPECT_GT(uv.x, 0.0f);
    EXPECT_GT(uv.y, 0.0f);
    EXPECT_LT(uv.x, 1.0f);
    EXPECT_LT(uv.y, 1.0f);
  }
}

TEST(Atlas, StaysWatertightAfterWelding) {
  const Atlas atlas = unfold(make_chain(), {}, 512, RunContext());
  const mesh::Topology topology = mesh::topology_of(atlas.mesh);
  EXPECT_TRUE(topology.is_watertight());
  EXPECT_EQ(topology.num_components, 2);
}

TEST(Atlas, KeepsFacesInTheirOrder) {
  const mesh::Mesh chain = make_chain();
  const Atlas atlas = unfold(chain, {}, 512, RunContext());
  ASSERT_EQ(atlas.mesh.faces.size(), chain.faces.size());
  for (std::size_t i = 0; i < chain.faces.size(); ++i) {
    for (int corner = 0; corner < 3; ++corner) {
      EXPECT_EQ(atlas.source_vertex[atlas.mesh.faces[i][corner]], chain.faces[i][corner]);
    }
  }
}

TEST(Atlas, UsesMoreThanHalfOfTheTexture) {
  EXPECT_GT(atlas_use(unfold(make_chain(), {}, 1024, RunContext()).mesh), 0.55);
  EXPECT_GT(atlas_use(unfold(with_normals(support::make_sphere(0.35f)), {}, 1024, RunContext()).mesh), 0.6);
}

TEST(Atlas, ChartsKeepTheirDistance) {
  const Atlas atlas = unfold(make_chain(), {}, 1024, RunContext());
  const mesh::Mesh& mesh = atlas.mesh;
  std::vector<std::uint32_t> chart(mesh.positions.size());
  for (std::size_t i = 0; i < mesh.faces.size(); ++i) {
    for (int corner = 0; corner < 3; ++corner) chart[mesh.faces[i][corner]] = atlas.chart_of_face[i];
  }
  float least = std::numeric_limits<float>::infinity();
  for (std::size_t a = 0; a < chart.size(); ++a) {
    for (std::size_t b = 0; b < a; ++b) {
      if (chart[a] != chart[b]) least = std::min(least, glm::distance(mesh.uvs[a], mesh.uvs[b]));
    }
  }
  EXPECT_GE(least * 1024.0f, 4.0f);
}

TEST(Atlas, ThePhotosSideGetsMoreTexels) {
  views::ViewSet views;
  auto view = std::make_shared<views::View>();
  view->rgba = image::Image8(256, 256, 4);
  views.views[0] = view;
  const mesh::Mesh sphere = with_normals(support::make_sphere(0.35f));
  const auto density_towards = [&](const glm::vec3& direction) {
    const Atlas atlas = unfold(sphere, views, 1024, RunContext());
    double in_texture = 0.0, in_space = 0.0;
    for (std::size_t i = 0; i < sphere.faces.size(); ++i) {
      const glm::vec3 scaled = mesh::face_normal_scaled(sphere, i);
      if (glm::dot(glm::normalize(scaled), direction) < 0.97f) continue;
      const glm::uvec3& f = atlas.mesh.faces[i];
      in_space += static_cast<double>(glm::length(scaled));
      in_texture +=
          static_cast<double>(2.0f * area_of({atlas.mesh.uvs[f.x], atlas.mesh.uvs[f.y], atlas.mesh.uvs[f.z]}));
    }
    return in_texture / in_space;
  };
  const glm::vec3 front(0.0f, -1.0f, 0.0f), back(0.0f, 1.0f, 0.0f);
  EXPECT_NEAR(density_towards(front) / density_towards(back), 1.0, 0.05);
  views.front_detail = std::make_shared<image::Image8>(1024, 1024, 4);
  EXPECT_GT(density_towards(front) / density_towards(back), 2.0);
}

TEST(Atlas, FindsAPlaceForEveryChartInATinyTexture) {
  const Atlas atlas = unfold(make_chain(), {}, 4, RunContext());
  EXPECT_EQ(most_faces_on_a_point(atlas.mesh, 2048), 1);
}

TEST(ChartPacking, ShapesPackDenserThanTheirBoxes) {
  // Right triangles fill half of their boxes, and two of them one box.
  std::vector<ChartShape> shapes(12);
  for (ChartShape& shape : shapes) {
    shape.size = glm::vec2(10.0f);
    shape.triangles = {{glm::vec2(0.0f), glm::vec2(10.0f, 0.0f), glm::vec2(0.0f, 10.0f)}};
  }
  EXPECT_GT(pack_shapes(shapes, 1024, 2.5f, RunContext()).scale, 1.15f * pack_boxes(shapes, 1024, 2.5f).scale);
}

TEST(ChartPacking, NothingLeavesTheSquare) {
  std::vector<ChartShape> shapes(7);
  for (std::size_t i = 0; i < shapes.size(); ++i) {
    const auto width = static_cast<float>(3 + i), height = static_cast<float>(20 - 2 * i);
    shapes[i].size = {width, height};
    shapes[i].triangles = {{glm::vec2(0.0f), glm::vec2(width, 0.0f), glm::vec2(0.0f, height)}};
  }
  for (const Packing& packing : {pack_boxes(shapes, 256, 2.5f), pack_shapes(shapes, 256, 2.5f, RunContext())}) {
    for (std::size_t i = 0; i < shapes.size(); ++i) {
      for (const glm::vec2& corner : shapes[i].triangles[0]) {
        const glm::vec2 p = packing.placements[i].linear * corner + packing.placements[i].offset;
        EXPECT_GE(std::min(p.x, p.y), 2.4f);
        EXPECT_LE(std::max(p.x, p.y), 253.6f);
      }
    }
  }
}

}  // namespace
}  // namespace core::texture
