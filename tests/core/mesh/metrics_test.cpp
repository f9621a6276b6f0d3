// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/mesh/metrics.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <glm/geometric.hpp>
#include <limits>
#include <numbers>

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/mesh/marching_cubes.h"
#include "core/mesh/topology.h"
#include "tests/core/mesh/sampled_grid.h"
#include "tests/support/shapes.h"

namespace core::mesh {
namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();

Mesh shifted(Mesh mesh, const glm::vec3& shift) {
  for (glm::vec3& p : mesh.positions) p += shift;
  return mesh;
}

Mesh together(Mesh a, const Mesh& b) {
  const auto offset = static_cast<std::uint32_t>(a.positions.size());
  a.positions.insert(a.positions.end(), b.positions.begin(), b.positions.end());
  for (const glm::uvec3& f : b.faces) a.faces.push_back(f + offset);
  return a;
}

double share_inside(const Mesh& mesh, const geometry::Aabb& box, int cells) {
  const auto inside = MeshQuery(mesh).inside_grid(box, cells);
  return static_cast<double>(std::count(inside.begin(), inside.end(), true)) / static_cast<double>(inside.size());
}

TEST(MeshQuery, DistanceToABoxIsExactAtFacesEdgesAndCorners) {
  const MeshQuery query(support::make_box(glm::vec3(1.0f)));
  EXPECT_NEAR(query.distance({3.0f, 0.3f, -0.2f}), 2.0f, 1e-6f);
  EXPECT_NEAR(query.distance({2.0f, 2.0f, 0.1f}), std::sqrt(2.0f), 1e-6f);
  EXPECT_NEAR(query.distance({-2.0f, 2.0f, 2.0f}), std::sqrt(3.0f), 1e-6f);
  EXPECT_NEAR(query.distance({0.0f, 0.0f, 0.9f}), 0.1f, 1e-6f);
  EXPECT_NEAR(query.distance({1.0f, 1.0f, 1.0f}), 0.0f, 1e-6f);
}

TEST(MeshQuery, DistanceAgreesWithTryingEveryTriangle) {
  const Mesh torus = support::make_torus(0.3f, 0.1f, 12, 8);
  const MeshQuery query(torus);
  Random random(2);
  for (int round = 0; round < 100; ++round) {
    const glm::vec3 p(random.uniform(-0.6f, 0.6f), random.uniform(-0.6f, 0.6f), random.uniform(-0.6f, 0.6f));
    // Dense samples of every face bound the distance from above; the nearest lies within their spacing.
    float nearest = kInfinity;
    for (const glm::uvec3& f : torus.faces) {
      for (int i = 0; i <= 20; ++i) {
        for (int j = 0; i + j <= 20; ++j) {
          const float u = static_cast<float>(i) / 20.0f, v = static_cast<float>(j) / 20.0f;
          const glm::vec3 q =
              torus.positions[f.x] * (1.0f - u - v) + torus.positions[f.y] * u + torus.positions[f.z] * v;
          nearest = std::min(nearest, glm::length(q - p));
        }
      }
    }
    ASSERT_LE(query.distance(p), nearest + 1e-6f);
    ASSERT_GE(query.distance(p), nearest - 0.012f);
  }
}

TEST(MeshQuery, FacesWithoutAreaDoNotSpoilTheDistance) {
  Mesh box = support::make_box(glm::vec3(1.0f));
  box.positions.insert(box.positions.end(), {glm::vec3(1.5f), glm::vec3(1.5f), glm::vec3(1.5f)});
  box.faces.insert(box.faces.begin(), {8, 9, 10});
  box.faces.insert(box.faces.begin(), {0, 0, 1});
  EXPECT_NEAR(MeshQuery(box).distance({3.0f, 0.3f, -0.2f}), 2.0f, 1e-6f);
}

TEST(MeshQuery, FirstHitIsAlongTheRayBehindTheMinimum) {
  const MeshQuery query(support::make_box(glm::vec3(1.0f)));
  EXPECT_NEAR(query.first_hit({-3.0f, 0.2f, 0.1f}, {1.0f, 0.0f, 0.0f}), 2.0f, 1e-6f);
  EXPECT_NEAR(query.first_hit({-3.0f, 0.2f, 0.1f}, {1.0f, 0.0f, 0.0f}, 2.5f), 4.0f, 1e-6f);
  EXPECT_EQ(query.first_hit({-3.0f, 0.2f, 0.1f}, {-1.0f, 0.0f, 0.0f}), kInfinity);
}

TEST(MeshQuery, PointsThatAreFoundLieOnTheirFaces) {
  const Mesh torus = support::make_torus(0.3f, 0.1f, 24, 12);
  const MeshQuery query(torus);
  const auto place_of = [&](const MeshQuery::Found& found) {
    const glm::uvec3& f = torus.faces[found.face];
    const glm::vec2& b = found.barycentric;
    return (1.0f - b.x - b.y) * torus.positions[f.x] + b.x * torus.positions[f.y] + b.y * torus.positions[f.z];
  };
  Random random(7);
  for (int i = 0; i < 200; ++i) {
    const glm::vec3 point = glm::vec3(random.uniform(), random.uniform(), random.uniform()) - 0.5f;
    const MeshQuery::Found nearest = query.nearest(point);
    EXPECT_NEAR(glm::distance(place_of(nearest), point), nearest.distance, 1e-5f);
    const glm::vec3 along = glm::normalize(place_of(nearest) - point);
    const MeshQuery::Found hit = query.first_on_ray(point, along);
    if (!std::isfinite(hit.distance)) continue;  // it passes beside the very rim
    EXPECT_NEAR(glm::distance(place_of(hit), point + hit.distance * along), 0.0f, 1e-5f);
  }
}

TEST(MeshQuery, MeshWithoutFacesIsInfinitelyFarAndHasNoInside) {
  const MeshQuery query(Mesh{});
  EXPECT_EQ(query.distance(glm::vec3(0.0f)), kInfinity);
  EXPECT_EQ(query.first_hit(glm::vec3(0.0f), {1.0f, 0.0f, 0.0f}), kInfinity);
  EXPECT_EQ(share_inside(Mesh{}, {glm::vec3(0.0f), glm::vec3(1.0f)}, 4), 0.0);
}

TEST(InsideGrid, CellsAreNumberedFromXToZ) {
  // A box around the centre of cell (3, 2, 1) of 5^3.
  const Mesh box = shifted(support::make_box(glm::vec3(0.3f)), {3.5f, 2.5f, 1.5f});
  const auto inside = MeshQuery(box).inside_grid({glm::vec3(0.0f), glm::vec3(5.0f)}, 5);
  ASSERT_EQ(inside.size(), 125u);
  for (std::size_t i = 0; i < inside.size(); ++i) EXPECT_EQ(inside[i], i == (1 * 5 + 2) * 5 + 3) << i;
}

TEST(InsideGrid, BoxWhoseEdgesMeetTheLinesIsExact) {
  // Corners, edges and diagonals of the box lie on cell centres.
  const Mesh box = shifted(support::make_box(glm::vec3(4.0f)), glm::vec3(8.5f));
  const geometry::Aabb bounds{glm::vec3(0.0f), glm::vec3(17.0f)};
  const auto inside = MeshQuery(box).inside_grid(bounds, 17);
  for (int z = 0; z < 17; ++z) {
    for (int y = 0; y < 17; ++y) {
      for (int x = 0; x < 17; ++x) {
        const int reach = std::max({std::abs(x - 8), std::abs(y - 8), std::abs(z - 8)});
        if (reach == 4) continue;
        ASSERT_EQ(inside[static_cast<std::size_t>((z * 17 + y) * 17 + x)], reach < 4) << x << y << z;
      }
    }
  }
}

TEST(InsideGrid, SignOfAFieldOnItsOwnGridIsFoundAgain) {
  // The lines pass exactly through the rows of samples that made the mesh: every vertex lies on one of them.
  constexpr int kSize = 40;
  Random random(5);
  const auto noise = support::closed_noise(kSize, [&] {
    const float value = random.uniform(-1.0f, 1.0f);
    return std::abs(value) < 0.1f ? 0.1f : value;
  });
  const float half_cell = 0.5f / static_cast<float>(kSize - 1);
  const geometry::Aabb box{glm::vec3(-0.5f - half_cell), glm::vec3(0.5f + half_cell)};
  const auto inside = MeshQuery(marching_cubes(noise.grid())).inside_grid(box, kSize);
  int num_different = 0;
  for (std::size_t i = 0; i < inside.size(); ++i) num_different += inside[i] != (noise.values[i] < 0.0f);
  EXPECT_EQ(num_different, 0);
}

TEST(InsideGrid, ShareOfCellsIsTheVolume) {
  const Mesh torus = support::make_torus(0.3f, 0.12f);
  EXPECT_NEAR(share_inside(torus, {glm::vec3(-0.5f), glm::vec3(0.5f)}, 100), signed_volume(torus), 5e-4);
}

TEST(InsideGrid, OverlapOfTwoPartsIsInside) {
  const Mesh both =
      together(support::make_box(glm::vec3(0.3f)), shifted(support::make_box(glm::vec3(0.3f)), {0.2f, 0.0f, 0.0f}));
  EXPECT_NEAR(share_inside(both, {glm::vec3(-1.0f), glm::vec3(1.0f)}, 80), 0.8 * 0.6 * 0.6 / 8.0, 1e-3);
}

TEST(InsideGrid, CavityIsOutside) {
  Mesh hollow = support::make_box(glm::vec3(0.2f));
  for (glm::uvec3& f : hollow.faces) std::swap(f.y, f.z);
  const Mesh both = together(support::make_box(glm::vec3(0.4f)), hollow);
  EXPECT_NEAR(share_inside(both, {glm::vec3(-0.5f), glm::vec3(0.5f)}, 40), 0.512 - 0.064, 1e-6);
}

TEST(InsideGrid, MeshBeyondTheBoxIsCutOff) {
  const Mesh box = support::make_box(glm::vec3(10.0f));
  EXPECT_EQ(share_inside(box, {glm::vec3(-0.5f), glm::vec3(0.5f)}, 7), 1.0);
  EXPECT_EQ(share_inside(shifted(box, glm::vec3(30.0f)), {glm::vec3(-0.5f), glm::vec3(0.5f)}, 7), 0.0);
}

TEST(InsideGrid, EmptyBoxIsRefused) {
  const MeshQuery query(support::make_box(glm::vec3(1.0f)));
  EXPECT_THROW((void)query.inside_grid({}, 8), Error);
  EXPECT_THROW((void)query.inside_grid({glm::vec3(0.0f), glm::vec3(1.0f)}, 0), Error);
}

TEST(SampleSurface, SpreadsPointsByArea) {
  // Half of the area of this box is on its two sides at +-x.
  const Mesh box = support::make_box({0.25f, 0.5f, 0.5f});
  std::vector<std::uint32_t> faces;
  const auto points = sample_surface(box, 10000, 4, &faces);
  ASSERT_EQ(points.size(), 10000u);
  ASSERT_EQ(faces.size(), 10000u);
  const auto num_at_x = std::count_if(points.begin(), points.end(),
                                      [](const glm::vec3& p) { return std::abs(std::abs(p.x) - 0.25f) < 1e-6f; });
  EXPECT_NEAR(static_cast<double>(num_at_x) / 10000.0, 0.5, 0.005);
  glm::vec3 mean(0.0f);
  for (const glm::vec3& p : points) mean += p / 10000.0f;
  EXPECT_LT(glm::length(mean), 0.02f);
}

TEST(SampleSurface, PointsLieOnTheirFaces) {
  const Mesh torus = support::make_torus(0.3f, 0.1f, 16, 8);
  std::vector<std::uint32_t> faces;
  const auto points = sample_surface(torus, 500, 4, &faces);
  for (std::size_t i = 0; i < points.size(); ++i) {
    const glm::vec3 normal = glm::normalize(face_normal_scaled(torus, faces[i]));
    ASSERT_NEAR(glm::dot(normal, points[i] - torus.positions[torus.faces[faces[i]].x]), 0.0f, 1e-6f);
  }
}

TEST(SampleSurface, SameSeedGivesTheSamePoints) {
  const Mesh torus = support::make_torus(0.3f, 0.1f, 16, 8);
  EXPECT_EQ(sample_surface(torus, 100, 4), sample_surface(torus, 100, 4));
  EXPECT_NE(sample_surface(torus, 100, 4), sample_surface(torus, 100, 5));
}

TEST(SampleSurface, MeshWithoutAreaGivesNoPoints) {
  EXPECT_TRUE(sample_surface(Mesh{}, 100, 4).empty());
  EXPECT_THROW((void)sample_surface(Mesh{}, -1, 4), Error);
}

TEST(VolumeIou, OfAMeshWithItselfIsOne) {
  const Mesh torus = support::make_torus(0.3f, 0.1f);
  EXPECT_EQ(volume_iou(torus, torus, 64), 1.0);
}

TEST(VolumeIou, OfShiftedBoxesIsTheirOverlap) {
  const Mesh box = support::make_box(glm::vec3(0.5f));
  EXPECT_NEAR(volume_iou(box, shifted(box, {0.5f, 0.0f, 0.0f}), 120), 1.0 / 3.0, 0.01);
  EXPECT_EQ(volume_iou(box, shifted(box, {3.0f, 0.0f, 0.0f}), 60), 0.0);
}

TEST(VolumeIou, OfConcentricSpheresIsTheRatioOfTheirVolumes) {
  const Mesh large = support::make_sphere(0.5f), small = support::make_sphere(0.4f);
  EXPECT_NEAR(volume_iou(large, small, 100), signed_volume(small) / signed_volume(large), 0.005);
}

TEST(VolumeIou, WithAnEmptyMeshIsZero) {
  EXPECT_EQ(volume_iou(Mesh{}, support::make_box(glm::vec3(0.5f))), 0.0);
  EXPECT_EQ(volume_iou(Mesh{}, Mesh{}), 1.0);
}

TEST(MeanDistance, BetweenConcentricSpheresIsTheDifferenceOfTheirRadii) {
  EXPECT_NEAR(mean_distance(support::make_sphere(0.3f, 96, 192), support::make_sphere(0.4f, 96, 192)), 0.1, 5e-4);
}

TEST(MeanSeenDistance, CountsOnlyWhatAnEyeSees) {
  Mesh truth = support::make_box({0.2f, 0.2f, 0.2f}), found = truth;
  // The side away from the eye is wrong by 0.1.
  for (glm::vec3& position : found.positions) position.y = position.y > 0.0f ? 0.3f : position.y;
  EXPECT_NEAR(mean_seen_distance(found, truth, {{0.0f, -5.0f, 0.0f}}), 0.0, 1e-6);
  EXPECT_NEAR(mean_seen_distance(found, truth, {{0.0f, 5.0f, 0.0f}}), 0.1, 1e-5);
}

TEST(MeanDistance, OfAMeshToItselfIsZero) {
  const Mesh torus = support::make_torus(0.3f, 0.1f);
  EXPECT_NEAR(mean_distance(torus, torus), 0.0, 1e-7);
}

}  // namespace
}  // namespace core::mesh
