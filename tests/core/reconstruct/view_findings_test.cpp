// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/reconstruct/view_findings.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <glm/geometric.hpp>

#include "core/reconstruct/disagreement.h"
#include "tests/support/ring_views.h"
#include "tests/support/shapes.h"

namespace {

using namespace core;
using reconstruct::find_in_views;

constexpr float kRadius = 0.3f;
/// z of the tangent cone's circle: above it, no camera of the ring sees the sphere.
constexpr float kUnseenZ = kRadius * std::sqrt(1.0f - (kRadius / 1.3f) * (kRadius / 1.3f));

/// Largest disagreement, by what a vertex must fulfil.
template <class Where>
float worst(const mesh::Mesh& mesh, const mesh::ViewFindings& found, const Where& where) {
  float result = -1.0f;
  for (std::size_t v = 0; v < mesh.positions.size(); ++v) {
    if (where(mesh.positions[v])) result = std::max(result, found.disagreement[v]);
  }
  return result;
}

views::ViewSet only(views::ViewSet views, int view) {
  for (int k = 0; k < geometry::kNumViews; ++k) {
    if (k != view) views.views[static_cast<std::size_t>(k)] = nullptr;
  }
  return views;
}

TEST(ViewFindings, ViewsOfASphereSeeAllOfItButItsPoles) {
  const mesh::Mesh sphere = support::make_sphere(kRadius);
  const mesh::ViewFindings found = find_in_views(sphere, support::ring_views(sphere), RunContext());
  ASSERT_EQ(found.num_views.size(), sphere.positions.size());
  for (std::size_t v = 0; v < sphere.positions.size(); ++v) {
    const float height = std::abs(sphere.positions[v].z);
    if (height < 0.9f * kUnseenZ) {
      EXPECT_GE(found.num_views[v], 5) << "at z = " << sphere.positions[v].z;
    }
    if (height > kUnseenZ) {
      EXPECT_EQ(found.num_views[v], 0) << "at z = " << sphere.positions[v].z;
    }
  }
}

TEST(ViewFindings, AViewSeesItsOwnSideOnly) {
  const mesh::Mesh sphere = support::make_sphere(kRadius);
  const mesh::ViewFindings found = find_in_views(sphere, only(support::anchor_views(sphere), 0), RunContext());
  for (std::size_t v = 0; v < sphere.positions.size(); ++v) {
    const float forward = -sphere.positions[v].y / kRadius;
    if (forward > 0.5f) {
      EXPECT_EQ(found.num_views[v], 1);
    }
    if (forward < 0.0f) {
      EXPECT_EQ(found.num_views[v], 0);
      if (forward < -0.3f) {
        EXPECT_LT(found.disagreement[v], 0.0f);
      }
    }
  }
}

TEST(ViewFindings, WhatAnotherPartHidesIsNotSeen) {
  // A small sphere right behind a large one.
  mesh::Mesh far_sphere = support::make_sphere(0.1f), both = support::make_sphere(0.2f);
  for (glm::vec3& p : both.positions) p.y -= 0.15f;
  const std::size_t first = both.positions.size();
  for (const glm::vec3& p : far_sphere.positions) both.positions.push_back(p + glm::vec3(0.0f, 0.25f, 0.0f));
  for (const glm::uvec3& face : far_sphere.faces) both.faces.push_back(face + glm::uvec3(first));
  const mesh::ViewFindings found = find_in_views(both, only(support::anchor_views(both), 0), RunContext());
  for (std::size_t v = first; v < both.positions.size(); ++v) EXPECT_EQ(found.num_views[v], 0);
}

TEST(ViewFindings, ASurfaceAgreesWithItsOwnViews) {
  const mesh::Mesh sphere = support::make_sphere(kRadius);
  const mesh::ViewFindings found = find_in_views(sphere, support::ring_views(sphere), RunContext());
  EXPECT_LT(worst(sphere, found, [](const glm::vec3&) { return true; }), 0.2f);
}

TEST(ViewFindings, NormalsThatLieApartAreFoundWhereTheViewSeesThem) {
  const mesh::Mesh sphere = support::make_sphere(kRadius);
  mesh::Mesh tilted = sphere;
  const float tilt = 15.0f / 57.29578f;
  tilted.normals = mesh::smooth_normals(sphere);
  for (glm::vec3& n : tilted.normals) {
    n = glm::vec3(n.x, std::cos(tilt) * n.y - std::sin(tilt) * n.z, std::sin(tilt) * n.y + std::cos(tilt) * n.z);
  }
  const mesh::ViewFindings found = find_in_views(tilted, only(support::anchor_views(sphere), 0), RunContext());
  for (std::size_t v = 0; v < sphere.positions.size(); ++v) {
    if (-sphere.positions[v].y > 0.8f * kRadius && std::abs(sphere.positions[v].x) < 0.02f) {
      EXPECT_NEAR(found.disagreement[v], 15.0f / reconstruct::kFullDisagreementDeg, 0.06f);
    }
  }
}

TEST(ViewFindings, OutlinesThatLieApartAreFoundOnTheRim) {
  // A sphere that is too wide sticks out of the outlines, one that is too narrow stays inside them.
  for (const float radius : {kRadius - 0.02f, kRadius + 0.02f}) {
    const mesh::Mesh wrong = support::make_sphere(radius);
    views::ViewSet views = support::anchor_views(support::make_sphere(kRadius));
    auto bare = std::make_shared<views::View>(*views.at(0));
    bare->normal = {};
    views.views[0] = bare;
    const mesh::ViewFindings found = find_in_views(wrong, only(views, 0), RunContext());
    const auto on_rim = [&](const glm::vec3& p) { return std::abs(p.x) > 0.95f * radius; };
    const auto in_middle = [&](const glm::vec3& p) { return p.y < -0.8f * radius; };
    EXPECT_GT(worst(wrong, found, on_rim), 0.9f) << radius;
    EXPECT_LT(worst(wrong, found, in_middle), 0.0f) << "nothing is said there without normals";
  }
}

TEST(ViewFindings, MutedViewsSayNothing) {
  const mesh::Mesh sphere = support::make_sphere(kRadius);
  views::ViewSet views = support::anchor_views(sphere);
  views.trust.fill(0.0f);
  const mesh::ViewFindings found = find_in_views(sphere, views, RunContext());
  EXPECT_EQ(std::count(found.num_views.begin(), found.num_views.end(), 0), std::ssize(found.num_views));
}

}  // namespace
