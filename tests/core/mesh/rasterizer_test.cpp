// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/mesh/rasterizer.h"

#include <gtest/gtest.h>

#include <cmath>
#include <glm/geometric.hpp>
#include <limits>

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/base/random.h"
#include "core/geometry/view_ring.h"
#include "core/mesh/metrics.h"
#include "tests/support/shapes.h"

namespace core::mesh {
namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();

/// Looks along +z from the origin; a point (x, y, 1) is seen at pixel 100 (x, y).
geometry::Camera straight_camera(int width, int height) {
  geometry::Camera camera;
  camera.focal_px = 100.0f;
  camera.width_px = width;
  camera.height_px = height;
  return camera;
}

/// A mesh in the plane z = 1 from points in pixels of straight_camera.
Mesh flat_mesh(const std::vector<glm::vec2>& points_px, const std::vector<glm::uvec3>& faces, float depth = 1.0f) {
  Mesh mesh;
  for (const glm::vec2& p : points_px) mesh.positions.push_back(depth * glm::vec3(p / 100.0f, 1.0f));
  mesh.faces = faces;
  return mesh;
}

/// The centre of a pixel by its index.
glm::vec2 center_of(std::size_t pixel, int width) {
  const int index = static_cast<int>(pixel), row = index / width, column = index % width;
  return glm::vec2(column, row) + 0.5f;
}

std::uint32_t face_at(const RasterBuffers& buffers, int x, int y) {
  const int pixel = y * buffers.width + x;
  return buffers.face[static_cast<std::size_t>(pixel)];
}

int num_seen(const RasterBuffers& buffers) {
  int count = 0;
  for (const std::uint32_t face : buffers.face) count += face != RasterBuffers::kNoFace;
  return count;
}

/// Uncovered pixels with covered ones on both sides in their row: what a convex shape must not have.
int num_holes(const RasterBuffers& buffers) {
  int holes = 0;
  for (int y = 0; y < buffers.height; ++y) {
    int pending = 0;
    bool has_begun = false;
    for (int x = 0; x < buffers.width; ++x) {
      const bool is_seen = face_at(buffers, x, y) != RasterBuffers::kNoFace;
      if (is_seen) holes += pending;
      has_begun = has_begun || is_seen;
      pending = is_seen || !has_begun ? 0 : pending + 1;
    }
  }
  return holes;
}

TEST(Rasterizer, SamplesStandAtPixelCentres) {
  // From (1, 1) to (4, 3): the centres 1.5 ... 3.5 by 1.5 ... 2.5 lie inside.
  const Mesh mesh = flat_mesh({{1, 1}, {4, 1}, {4, 3}, {1, 3}}, {{0, 1, 2}, {0, 2, 3}});
  const RasterBuffers buffers = rasterize(mesh, straight_camera(6, 5));
  for (int y = 0; y < 5; ++y) {
    for (int x = 0; x < 6; ++x) {
      const bool is_inside = x >= 1 && x < 4 && y >= 1 && y < 3;
      const int pixel = y * 6 + x;
      EXPECT_EQ(face_at(buffers, x, y) != RasterBuffers::kNoFace, is_inside) << x << ", " << y;
      EXPECT_EQ(buffers.depth[static_cast<std::size_t>(pixel)], is_inside ? 1.0f : kInfinity);
    }
  }
}

TEST(Rasterizer, BothSidesOfAFaceAreDrawn) {
  const geometry::Camera camera = straight_camera(8, 8);
  const std::vector<glm::vec2> corners = {{0, 0}, {8, 0}, {0, 8}};
  EXPECT_EQ(num_seen(rasterize(flat_mesh(corners, {{0, 1, 2}}), camera)),
            num_seen(rasterize(flat_mesh(corners, {{0, 2, 1}}), camera)));
}

TEST(Rasterizer, NearerFaceWinsInEitherOrder) {
  Mesh mesh = flat_mesh({{0, 0}, {16, 0}, {0, 16}}, {{0, 1, 2}}, 2.0f);
  const Mesh near = flat_mesh({{0, 0}, {16, 0}, {0, 16}}, {{0, 1, 2}}, 1.0f);
  mesh.positions.insert(mesh.positions.end(), near.positions.begin(), near.positions.end());
  mesh.faces.emplace_back(3u, 4u, 5u);
  EXPECT_EQ(rasterize(mesh, straight_camera(16, 16)).face[17], 1u);
  std::swap(mesh.faces[0], mesh.faces[1]);
  EXPECT_EQ(rasterize(mesh, straight_camera(16, 16)).face[17], 0u);
}

TEST(Rasterizer, DepthAndBarycentricsAgreeOnThePointSeen) {
  const Mesh torus = support::make_torus(0.28f, 0.11f, 24, 12);
  const geometry::Camera camera = geometry::ring_camera(33.0f, 20.0f, 128);
  const RasterBuffers buffers = rasterize(torus, camera);
  ASSERT_GT(num_seen(buffers), 1000);
  for (std::size_t pixel = 0; pixel < buffers.face.size(); ++pixel) {
    if (buffers.face[pixel] == RasterBuffers::kNoFace) continue;
    const glm::uvec3& f = torus.faces[buffers.face[pixel]];
    const glm::vec2 b = buffers.barycentric[pixel];
    const glm::vec3 on_face =
        torus.positions[f.x] * (1.0f - b.x - b.y) + torus.positions[f.y] * b.x + torus.positions[f.z] * b.y;
    const glm::vec2 center = center_of(pixel, 128);
    ASSERT_LT(glm::length(on_face - camera.unproject(center, buffers.depth[pixel])), 2e-5f) << pixel;
  }
}

TEST(Rasterizer, DepthIsWhatRaysFind) {
  const Mesh torus = support::make_torus(0.28f, 0.11f, 48, 24);
  const geometry::Camera camera = geometry::ring_camera(70.0f, 35.0f, 96);
  const RasterBuffers buffers = rasterize(torus, camera);
  const MeshQuery query(torus);
  int num_different = 0;
  for (std::size_t pixel = 0; pixel < buffers.face.size(); ++pixel) {
    const glm::vec2 center = center_of(pixel, 96);
    const glm::vec3 direction = camera.ray_direction_in_world(center);
    const float distance = query.first_hit(camera.position_in_world(), direction);
    const glm::vec3 hit = camera.position_in_world() + distance * direction;
    const float expected = std::isinf(distance) ? distance : camera.project(hit).z;
    num_different += !(buffers.depth[pixel] == expected || std::abs(buffers.depth[pixel] - expected) < 1e-4f);
  }
  EXPECT_LE(num_different, 2) << "only pixels on the very outline may differ";
}

TEST(Rasterizer, DepthOnlyIsTheSameDepth) {
  const Mesh torus = support::make_torus(0.28f, 0.11f, 24, 12);
  const geometry::Camera camera = geometry::view_camera(5, 100);
  const image::ImageF depth = rasterize_depth(torus, camera);
  const RasterBuffers buffers = rasterize(torus, camera);
  ASSERT_EQ(depth.num_pixels(), buffers.depth.size());
  EXPECT_TRUE(std::equal(buffers.depth.begin(), buffers.depth.end(), depth.data().begin()));
}

TEST(Rasterizer, FrontsOfAClosedSurfaceAreAllThatIsSeenOfIt) {
  const Mesh sphere = support::make_sphere(0.3f);
  for (const int view : {0, 5, 14}) {
    const geometry::Camera camera = geometry::view_camera(view, 96);
    EXPECT_EQ(rasterize(sphere, camera, Faces::Front).depth, rasterize(sphere, camera).depth);
    Mesh inside_out = sphere;
    for (glm::uvec3& face : inside_out.faces) std::swap(face.x, face.y);
    EXPECT_GT(rasterize_depth(inside_out, camera, Faces::Front).at(48, 48), rasterize_depth(sphere, camera).at(48, 48));
  }
}

TEST(Rasterizer, FansAroundAnyPointLeaveNoCrack) {
  Random random(3);
  for (int round = 0; round < 300; ++round) {
    // A square whose sides carry many points, joined to one point inside: long slivers with common edges. Every third
    // round the points lie on pixel centres, so that many samples lie exactly on edges.
    std::vector<glm::vec2> points = {{random.uniform(8.0f, 56.0f), random.uniform(8.0f, 56.0f)}};
    constexpr int kPerSide = 20;
    for (int side = 0; side < 4; ++side) {
      for (int i = 0; i < kPerSide; ++i) {
        const float along = 4.0f + 56.0f * (static_cast<float>(i) / kPerSide);
        const glm::vec2 p = side == 0   ? glm::vec2(along, 4.0f)
                            : side == 1 ? glm::vec2(60.0f, along)
                            : side == 2 ? glm::vec2(64.0f - along, 60.0f)
                                        : glm::vec2(4.0f, 64.0f - along);
        points.push_back(p);
      }
    }
    if (round % 3 == 0) {
      for (glm::vec2& p : points) p = glm::floor(p) + 0.5f;
    }
    std::vector<glm::uvec3> faces;
    for (std::uint32_t i = 0; i < 4 * kPerSide; ++i) faces.emplace_back(0u, 1 + i, 1 + (i + 1) % (4 * kPerSide));
    SCOPED_TRACE(round);
    ASSERT_EQ(num_holes(rasterize(flat_mesh(points, faces, random.uniform(0.5f, 3.0f)), straight_camera(64, 64))), 0);
  }
}

TEST(Rasterizer, ConvexShapesHaveNoHolesFromAnySide) {
  const Mesh sphere = support::make_sphere(0.4f, 24, 200);
  for (int round = 0; round < 40; ++round) {
    const auto turn = static_cast<float>(round);
    SCOPED_TRACE(round);
    ASSERT_EQ(num_holes(rasterize(sphere, geometry::ring_camera(4.5f * turn, 90.0f - 4.5f * turn, 101))), 0);
  }
}

TEST(Rasterizer, FacesThatReachBehindTheCameraAreDropped) {
  Mesh mesh = flat_mesh({{0, 0}, {8, 0}, {0, 8}}, {{0, 1, 2}});
  mesh.positions[2].z = -1.0f;
  EXPECT_EQ(num_seen(rasterize(mesh, straight_camera(8, 8))), 0);
}

TEST(Rasterizer, FacesFarOutsideAndUndefinedPositionsDrawNothing) {
  const Mesh outside = flat_mesh({{1e9f, 0}, {2e9f, 0}, {1e9f, 1e9f}}, {{0, 1, 2}});
  EXPECT_EQ(num_seen(rasterize(outside, straight_camera(8, 8))), 0);
  Mesh undefined = flat_mesh({{0, 0}, {8, 0}, {0, 8}}, {{0, 1, 2}});
  undefined.positions[1].x = std::nanf("");
  EXPECT_EQ(num_seen(rasterize(undefined, straight_camera(8, 8))), 0);
  undefined.positions[1].x = kInfinity;
  EXPECT_EQ(num_seen(rasterize(undefined, straight_camera(8, 8))), 0);
}

TEST(Rasterizer, FaceMuchLargerThanThePictureFillsIt) {
  const Mesh mesh = flat_mesh({{-1e6f, -1e6f}, {3e6f, -1e6f}, {-1e6f, 3e6f}}, {{0, 1, 2}});
  EXPECT_EQ(num_seen(rasterize(mesh, straight_camera(40, 30))), 40 * 30);
}

TEST(Rasterizer, ResultDoesNotDependOnTheNumberOfThreads) {
  const Mesh torus = support::make_torus(0.28f, 0.11f, 200, 100);
  const geometry::Camera camera = geometry::view_camera(6, 128);
  const RasterBuffers on_all = rasterize(torus, camera);
  const ThreadLimit one(1);
  const RasterBuffers on_one = rasterize(torus, camera);
  EXPECT_EQ(on_all.face, on_one.face);
  EXPECT_EQ(on_all.depth, on_one.depth);
  EXPECT_EQ(on_all.barycentric, on_one.barycentric);
}

TEST(Rasterizer, PictureWithoutPixelsIsRefused) {
  EXPECT_THROW(rasterize(Mesh{}, straight_camera(0, 8)), Error);
  EXPECT_THROW(draw(Mesh{}, straight_camera(8, 8), Shading::Clay, 0), Error);
}

TEST(Draw, EmptyMeshIsATransparentPicture) {
  const image::Image8 picture = draw(Mesh{}, straight_camera(8, 4), Shading::Colors);
  EXPECT_EQ(picture, image::Image8(8, 4, 4));
}

TEST(Draw, AlphaIsTheShareOfSamplesThatHit) {
  // Covers the left third of pixel 2.
  const Mesh mesh = flat_mesh({{0, 0}, {2.4f, 0}, {2.4f, 4}, {0, 4}}, {{0, 1, 2}, {0, 2, 3}});
  const image::Image8 picture = draw(mesh, straight_camera(4, 4), Shading::Colors, 3);
  EXPECT_EQ(picture.at(1, 1, 3), 255);
  EXPECT_EQ(picture.at(2, 1, 3), 85);
  EXPECT_EQ(picture.at(3, 1, 3), 0);
}

TEST(Draw, EdgeColoursAreNotMixedWithTheBackground) {
  Mesh mesh = flat_mesh({{0, 0}, {2.4f, 0}, {2.4f, 4}, {0, 4}}, {{0, 1, 2}, {0, 2, 3}});
  mesh.colors.assign(4, glm::vec3(1.0f, 0.5f, 0.0f));
  const image::Image8 picture = draw(mesh, straight_camera(4, 4), Shading::Colors, 3);
  EXPECT_EQ(picture.at(2, 1, 0), 255);
  EXPECT_EQ(picture.at(2, 1, 1), 128);
  EXPECT_EQ(picture.at(2, 1, 2), 0);
}

TEST(Draw, TextureIsReadThroughPerspective) {
  // A floor that runs from depth 1 to depth 3: half way down the picture between them lies depth 1.5, a quarter of the
  // way along the floor.
  auto texture = std::make_shared<image::Image8>(1, 400, 3);
  for (int y = 0; y < 400; ++y) texture->at(0, y, 0) = static_cast<std::uint8_t>(y / 2);
  Mesh floor;
  floor.positions = {{-1, 0.3f, 1}, {1, 0.3f, 1}, {1, 0.3f, 3}, {-1, 0.3f, 3}};
  floor.uvs = {{0, 0}, {1, 0}, {1, 1}, {0, 1}};
  floor.faces = {{0, 1, 2}, {0, 2, 3}};
  floor.texture = texture;
  geometry::Camera camera = straight_camera(20, 40);
  camera.center_px = {10.0f, 0.5f};
  // Rows 10 (depth 3) to 30 (depth 1); row 20 is depth 1.5.
  const image::Image8 picture = draw(floor, camera, Shading::Textured, 1);
  EXPECT_NEAR(picture.at(10, 20, 0), 50, 1);
  EXPECT_NEAR(picture.at(10, 29, 0), 3, 2);
}

TEST(Draw, NormalsAreEncodedAsViewsEncodeThem) {
  // The front of the ring world looks to -y: it is red (R = -y), and nothing else.
  const Mesh box = support::make_box(glm::vec3(0.2f));
  Mesh flat;
  for (const glm::uvec3& f : box.faces) {
    const auto first = static_cast<std::uint32_t>(flat.positions.size());
    const glm::vec3 normal =
        glm::normalize(glm::cross(box.positions[f.y] - box.positions[f.x], box.positions[f.z] - box.positions[f.x]));
    for (int corner = 0; corner < 3; ++corner) {
      flat.positions.push_back(box.positions[f[corner]]);
      flat.normals.push_back(normal);
    }
    flat.faces.emplace_back(first, first + 1, first + 2);
  }
  const auto middle = [&](int view) {
    const image::Image8 picture = draw(flat, geometry::view_camera(view, 33), Shading::Normals, 1);
    return glm::ivec3(picture.at(16, 16, 0), picture.at(16, 16, 1), picture.at(16, 16, 2));
  };
  EXPECT_EQ(middle(0), glm::ivec3(255, 128, 128));
  EXPECT_EQ(middle(8), glm::ivec3(128, 255, 128)) << "view 8 stands to the right of the picture, at +x";
  EXPECT_EQ(middle(16), glm::ivec3(0, 128, 128));
}

TEST(Draw, WiresAreAsThickOnLargeFacesAsOnSmallOnes) {
  const auto num_dark = [](const Mesh& mesh) {
    const image::Image8 picture = draw(mesh, straight_camera(100, 100), Shading::Wire, 4);
    int count = 0;
    for (int x = 0; x < 100; ++x) {
      count += picture.at(x, 30, 3) == 255 && picture.at(x, 30, 0) < picture.at(50, 60, 0) * 8 / 10;
    }
    return count;
  };
  // Row 30 crosses the two upright sides and the diagonal of a square.
  const auto square = [](float size) {
    return flat_mesh({{50 - size, 45 - size}, {50 + size, 45 - size}, {50 + size, 45 + size}, {50 - size, 45 + size}},
                     {{0, 2, 1}, {0, 3, 2}});
  };
  EXPECT_NEAR(num_dark(square(40)), num_dark(square(20)), 1);
  EXPECT_GE(num_dark(square(40)), 3);
}

TEST(Draw, PicturesOfSeveralStripsHaveNoSeams) {
  // 750 x 750 pixels of 3 x 3 samples are more than one strip holds.
  const Mesh sphere = support::make_sphere(0.4f, 24, 48);
  const image::Image8 picture = draw(sphere, geometry::view_camera(0, 750), Shading::Normals, 3);
  const image::Image8 small = draw(sphere, geometry::view_camera(0, 250), Shading::Normals, 9);
  for (int y = 0; y < 250; ++y) {
    for (int c = 0; c < 4; ++c) {
      int sum = 0;
      for (int i = 0; i < 9; ++i) sum += picture.at(3 * 100 + i % 3, 3 * y + i / 3, c);
      if (small.at(100, y, 3) == 255 || c == 3) {
        ASSERT_NEAR(sum / 9.0, small.at(100, y, c), 1.0) << "row " << y << " channel " << c;
      }
    }
  }
}

TEST(SampleTexture, IsBilinearAndClampedAtTheBorder) {
  image::Image8 texture(2, 2, 3);
  for (int c = 0; c < 3; ++c) {
    texture.at(1, 0, c) = 255;
    texture.at(0, 1, c) = 51;
  }
  EXPECT_NEAR(sample_texture(texture, {0.25f, 0.25f}).r, 0.0f, 1e-6f);
  EXPECT_NEAR(sample_texture(texture, {0.75f, 0.25f}).g, 1.0f, 1e-6f);
  EXPECT_NEAR(sample_texture(texture, {0.5f, 0.25f}).b, 0.5f, 1e-6f);
  EXPECT_NEAR(sample_texture(texture, {-3.0f, 9.0f}).r, 0.2f, 1e-6f);
  EXPECT_NEAR(sample_texture(texture, {0.5f, 0.5f}).r, 0.25f * (0.0f + 1.0f + 0.2f + 0.0f), 1e-6f);
}

TEST(SampleTexture, UndefinedCoordinatesGiveAColour) {
  const image::Image8 texture(2, 2, 3, 255);
  EXPECT_NEAR(sample_texture(texture, {std::nanf(""), kInfinity}).r, 1.0f, 1e-6f);
}

}  // namespace
}  // namespace core::mesh
