// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/reconstruct/neus_renderer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <glm/geometric.hpp>

#include "core/geometry/view_ring.h"
#include "core/reconstruct/field_optimizer.h"
#include "core/reconstruct/filled_field.h"

namespace core::reconstruct {
namespace {

constexpr float kRadius = 0.2f;

/// A sphere, and one view that asks for normals tilted against the sphere's.
struct Scene {
  SparseField field{
      filled_field(Box{glm::vec3(0.0f), 0.3f}, 32, [](const glm::vec3& p) { return glm::length(p) - kRadius; }), 32,
      4.0f};
  RayTargets targets;
  std::vector<NodeBlock> nodes;
  RenderSettings settings;

  Scene() {
    FieldOptimizer optimizer(field);
    nodes = optimizer.update_nodes();
    settings.inv_s = 1.0f / field.spacing();
    ViewTarget target;
    target.mask_weight = target.normal_weight = 1.0f;
    target.camera = geometry::ring_camera(30.0f, 0.0f, 32);
    const glm::vec3 tilt(0.1f, 0.05f, -0.2f);
    for (int y = 0; y < 32; ++y) {
      for (int x = 0; x < 32; ++x) {
        const glm::vec3 eye = target.camera.position_in_world(),
                        d = target.camera.ray_direction_in_world(
                            {static_cast<float>(x) + 0.5f, static_cast<float>(y) + 0.5f});
        const float along = -glm::dot(eye, d), passing = glm::length(eye + along * d);
        target.distance.push_back(passing - kRadius);
        target.mask.push_back(passing < kRadius ? 1.0f : 0.0f);
        const float back = std::sqrt(std::max(0.0f, kRadius * kRadius - passing * passing));
        target.normals.push_back(passing < kRadius ? glm::normalize((eye + (along - back) * d) / kRadius + tilt)
                                                   : glm::vec3(0.0f));
      }
    }
    targets.views.push_back(std::move(target));
  }

  RenderStatistics render(GradientBuffer& gradients, const std::vector<Tile>& tiles) const {
    RenderStatistics statistics;
    render_tiles(field, nodes, targets, tiles, settings, gradients, statistics);
    return statistics;
  }
};

const std::vector<Tile> kTiles = {{0, 8, 8}, {0, 8, 16}, {0, 16, 8}, {0, 16, 16}};

TEST(RenderTiles, DerivativesByNodesAgreeWithFiniteDifferences) {
  Scene scene;
  scene.settings.mask_weight = 0.0f;
  GradientBuffer gradients(scene.field.num_blocks()), unused(scene.field.num_blocks());
  scene.render(gradients, kTiles);
  int num_compared = 0, num_off = 0;
  for (std::size_t block = 0; block < scene.nodes.size(); ++block) {
    const NodeBlock* derivatives = gradients.find(block);
    if (derivatives == nullptr) continue;
    for (std::size_t i = 0; i < derivatives->size(); i += 7) {
      for (std::size_t part = 0; part < 4; ++part) {
        // Differences of single precision losses show large derivatives only.
        const float derivative = (*derivatives)[i][part];
        if (std::abs(derivative) < (part == 0 ? 1.0f : 0.03f)) continue;
        const float move = part == 0 ? 1e-4f : 1e-2f;
        const auto loss = [&](float by) {
          Node& node = scene.nodes[block][i];
          const float before = node[part];
          node[part] = before + by;
          const double value = scene.render(unused, kTiles).normal_loss;
          node[part] = before;
          return static_cast<double>(scene.settings.normal_weight) * value;
        };
        const double expected = (loss(move) - loss(-move)) / (2.0 * static_cast<double>(move));
        const double allowed = 0.05 * std::abs(expected) + (part == 0 ? 0.1 : 0.003);
        if (std::abs(static_cast<double>(derivative) - expected) > allowed) ++num_off;
        ++num_compared;
      }
    }
  }
  EXPECT_GT(num_compared, 100);
  // A value may also decide where the samples of a ray begin, which derivatives do not know.
  EXPECT_LE(num_off, num_compared / 100) << "of " << num_compared;
}

TEST(RenderTiles, ASphereOfItsOwnOutlineAsksForNothingByItsMask) {
  Scene scene;
  scene.settings.normal_weight = 0.0f;
  GradientBuffer at_outline(scene.field.num_blocks()), inflated(scene.field.num_blocks());
  scene.render(at_outline, kTiles);
  for (float& distance : scene.targets.views[0].distance) distance += 1.5f * scene.field.spacing();
  scene.render(inflated, kTiles);
  const auto total = [&](const GradientBuffer& gradients) {
    double sum = 0.0;
    for (std::size_t block = 0; block < scene.field.num_blocks(); ++block) {
      if (const NodeBlock* nodes = gradients.find(block)) {
        for (const Node& node : *nodes) sum += static_cast<double>(node[0]);
      }
    }
    return sum;
  };
  // A smaller outline asks the values to rise: the loss falls with them.
  EXPECT_LT(total(inflated), 0.0);
  EXPECT_LT(std::abs(total(at_outline)), 0.2 * std::abs(total(inflated)));
}

TEST(RenderTiles, GivesTheSameInPartsAsInOne) {
  const Scene scene;
  GradientBuffer all(scene.field.num_blocks()), part(scene.field.num_blocks());
  const RenderStatistics whole = scene.render(all, kTiles);
  RenderStatistics sum;
  for (const Tile& tile : kTiles) sum.add(scene.render(part, {tile}));
  EXPECT_EQ(sum.num_rays, 4 * 64);
  EXPECT_EQ(sum.num_samples, whole.num_samples);
  EXPECT_NEAR(sum.normal_loss, whole.normal_loss, 1e-6);
  for (std::size_t block = 0; block < scene.field.num_blocks(); ++block) {
    ASSERT_EQ(all.find(block) == nullptr, part.find(block) == nullptr);
    if (all.find(block) == nullptr) continue;
    for (std::size_t i = 0; i < all.find(block)->size(); ++i)
      ASSERT_EQ((*all.find(block))[i][1], (*part.find(block))[i][1]);
  }
}

TEST(GradientBuffer, ForgetsWhatItHeld) {
  GradientBuffer gradients(4);
  gradients.at(2)[7][1] = 5.0f;
  EXPECT_EQ(gradients.find(1), nullptr);
  gradients.clear();
  EXPECT_EQ(gradients.find(2), nullptr);
  EXPECT_EQ(gradients.at(2)[7][1], 0.0f);
}

}  // namespace
}  // namespace core::reconstruct
