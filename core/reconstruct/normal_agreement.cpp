// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/reconstruct/normal_agreement.h"

#include <algorithm>
#include <cmath>
#include <glm/geometric.hpp>
#include <glm/trigonometric.hpp>

#include "core/base/collect.h"
#include "core/image/sampling.h"
#include "core/mesh/rasterizer.h"

namespace core::reconstruct {
namespace {

/// Cosine between a normal and the ray beyond which a view sees it well.
constexpr float kFacing = -0.3f;
/// Depths that differ by more pixels than this are of other parts.
constexpr float kSameDepthPx = 2.0f;
constexpr std::size_t kFewest = 50;

struct SeenView {
  const ViewTarget* target;
  image::ImageF depth;
};

/// The normal of a view at a pixel, if the view sees it from the front; zero otherwise.
glm::vec3 normal_at(const ViewTarget& target, int x, int y) {
  const glm::vec3& normal = target.normals[static_cast<std::size_t>(y * target.camera.width_px + x)];
  const glm::vec3 ray =
      target.camera.ray_direction_in_world({static_cast<float>(x) + 0.5f, static_cast<float>(y) + 0.5f});
  return glm::dot(normal, ray) < kFacing ? normal : glm::vec3(0.0f);
}

/// Angles between the normals of two views at the points that both see.
void compare(const SeenView& a, const SeenView& b, std::vector<float>& angles_deg) {
  const geometry::Camera &camera = a.target->camera, &other = b.target->camera;
  for (int y = 0; y < camera.height_px; ++y) {
    for (int x = 0; x < camera.width_px; ++x) {
      const float depth = a.depth.at(x, y);
      const glm::vec3 own = normal_at(*a.target, x, y);
      if (!std::isfinite(depth) || own == glm::vec3(0.0f)) continue;
      const glm::vec3 at =
          other.project(camera.unproject({static_cast<float>(x) + 0.5f, static_cast<float>(y) + 0.5f}, depth));
      const float seen = image::sample_nearest(b.depth, at.x, at.y, 0.0f);
      if (!(std::abs(at.z - seen) < kSameDepthPx * at.z / other.focal_px)) continue;
      const glm::vec3 theirs = normal_at(*b.target, static_cast<int>(at.x), static_cast<int>(at.y));
      if (theirs == glm::vec3(0.0f)) continue;
      angles_deg.push_back(glm::degrees(std::acos(std::clamp(glm::dot(own, theirs), -1.0f, 1.0f))));
    }
  }
}

}  // namespace

std::optional<float> normal_disagreement_deg(const mesh::Mesh& surface, const RayTargets& targets) {
  std::vector<SeenView> views;
  for (const ViewTarget& target : targets.views) {
    if (target.normal_weight > 0.0f)
      views.push_back({&target, mesh::rasterize_depth(surface, target.camera, mesh::Faces::Front)});
  }
  std::vector<float> angles_deg = parallel_collect<float>(
      std::size_t{0}, views.size(), std::size_t{1},
      [&](std::size_t i, std::vector<float>& angles) { compare(views[i], views[(i + 1) % views.size()], angles); });
  if (angles_deg.size() < kFewest) return std::nullopt;
  const auto low = angles_deg.begin() + static_cast<std::ptrdiff_t>(angles_deg.size() / 10);
  std::nth_element(angles_deg.begin(), low, angles_deg.end());
  return *low;
}

}  // namespace core::reconstruct
