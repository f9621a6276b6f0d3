// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/reconstruct/unseen_parts.h"

#include <gtest/gtest.h>

#include <cmath>
#include <glm/geometric.hpp>

#include "core/image/outline_distance.h"
#include "core/reconstruct/filled_field.h"
#include "core/reconstruct/ground_truth.h"
#include "core/reconstruct/sdf_volume.h"
#include "tests/support/shapes.h"

namespace {

using namespace core;
using namespace core::reconstruct;

constexpr float kRadius = 0.3f;
/// z of the tangent cone's circle: above it, no camera of the ring sees the sphere.
constexpr float kUnseenZ = kRadius * std::sqrt(1.0f - (kRadius / 1.3f) * (kRadius / 1.3f));

const views::ViewSet& sphere_views() {
  static const views::ViewSet views = ground_truth_views(support::make_sphere(kRadius));
  return views;
}

std::vector<image::ImageF> outlines() {
  std::vector<image::ImageF> distances(geometry::kNumViews);
  for (int k = 0; k < geometry::kNumViews; k += 4) {
    distances[static_cast<std::size_t>(k)] = image::outline_distance(sphere_views().at(k)->rgba);
  }
  return distances;
}

constexpr int kResolution = 96;
constexpr Box kBox{glm::vec3(0.0f), 0.4f};
constexpr float kEdge = 2.0f * kBox.half / kResolution;

/// As the solver gives it.
mesh::Mesh sphere() {
  return extract_surface(
      filled_field(kBox, kResolution, [](const glm::vec3& point) { return glm::length(point) - kRadius; }));
}

void make_fair(mesh::Mesh& surface) {
  const RunContext context;
  make_unseen_parts_fair(surface, view_depths(surface, sphere_views(), context), sphere_views(), outlines(), kEdge,
                         context);
}

TEST(UnseenParts, OfASphereAreItsPoles) {
  const mesh::Mesh surface = sphere();
  const std::vector<bool> unseen = unseen_vertices(surface, view_depths(surface, sphere_views(), RunContext()), kEdge);
  for (std::size_t v = 0; v < unseen.size(); ++v) {
    const float height = std::abs(surface.positions[v].z);
    if (height < 0.93f * kUnseenZ) {
      EXPECT_FALSE(unseen[v]) << "at z = " << surface.positions[v].z;
    }
    if (height > 1.003f * kUnseenZ) {
      EXPECT_TRUE(unseen[v]) << "at z = " << surface.positions[v].z;
    }
  }
}

TEST(UnseenParts, LoseTheirFoldsAndStayInsideTheOutlines) {
  mesh::Mesh surface = sphere();
  for (glm::vec3& p : surface.positions) {
    if (std::abs(p.z) > kUnseenZ) p.z *= 1.0f - 0.04f * std::abs(std::sin(90.0f * p.x) * std::cos(80.0f * p.y));
  }
  surface.normals = mesh::smooth_normals(surface);
  make_fair(surface);
  for (const glm::vec3& p : surface.positions) {
    EXPECT_NEAR(glm::length(p), kRadius, 0.004f);
    EXPECT_LT(std::abs(p.z), kRadius + 0.001f);
  }
}

TEST(UnseenParts, ThatWereWrongStayWithinWhatTheOutlinesAllow) {
  // A needle on the pole would bulge out of every outline once its foot is faired.
  mesh::Mesh surface = sphere();
  for (glm::vec3& p : surface.positions) {
    if (p.z > 0.99f * kRadius) p.z += 0.05f;
  }
  surface.normals = mesh::smooth_normals(surface);
  make_fair(surface);
  for (const glm::vec3& p : surface.positions) EXPECT_LT(p.z, kRadius + 0.006f);
}

}  // namespace
