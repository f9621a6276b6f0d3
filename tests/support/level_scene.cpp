// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "tests/support/level_scene.h"

#include <algorithm>
#include <glm/geometric.hpp>
#include <glm/vec2.hpp>

#include "core/base/random.h"
#include "core/image/outline_distance.h"
#include "core/reconstruct/filled_field.h"
#include "tests/support/ring_views.h"
#include "tests/support/shapes.h"

namespace support {
namespace {

using namespace core::reconstruct;

constexpr float kSphereRadius = 0.28f, kMajorRadius = 0.24f, kMinorRadius = 0.1f, kBandVoxels = 4.5f;
const Box kBox{glm::vec3(0.0f), 0.4f};

RayTargets targets_of(const core::mesh::Mesh& mesh, int size_px) {
  const core::views::ViewSet views = ring_views(mesh, size_px);
  std::vector<core::image::ImageF> distances;
  for (const core::views::ViewPtr& view : views.views) distances.push_back(core::image::outline_distance(view->rgba));
  return make_targets(views, distances, size_px, true);
}

LevelScene scene_of(std::string name, const DenseField& field, const core::mesh::Mesh& mesh, int size_px) {
  LevelScene scene{
      std::move(name), SparseField(field, field.resolution(), kBandVoxels), targets_of(mesh, size_px), {}, {}};
  const RayTargets& targets = scene.targets;
  scene.tiles = targets.inner_tiles;
  scene.tiles.insert(scene.tiles.end(), targets.outline_tiles.begin(), targets.outline_tiles.end());
  std::sort(scene.tiles.begin(), scene.tiles.end());
  scene.settings.render.inv_s = 1.0f / (0.4f * field.spacing());
  scene.settings.learning_rate = 0.05f * field.spacing();
  return scene;
}

DenseField sphere_field(int resolution) {
  return filled_field(kBox, resolution, [](const glm::vec3& p) { return glm::length(p) - kSphereRadius; });
}

}  // namespace

LevelScene sphere_scene(int resolution, int size_px) {
  DenseField field = sphere_field(resolution);
  for (float& value : field.values()) value -= field.spacing();
  return scene_of("sphere", field, make_sphere(kSphereRadius), size_px);
}

LevelScene torus_scene(int resolution, int size_px) {
  const float larger = 2.0f * kBox.half / static_cast<float>(resolution);
  const DenseField field = filled_field(kBox, resolution, [&](const glm::vec3& p) {
    return glm::length(glm::vec2(glm::length(glm::vec2(p)) - kMajorRadius, p.z)) - kMinorRadius - larger;
  });
  return scene_of("torus", field, make_torus(kMajorRadius, kMinorRadius), size_px);
}

LevelScene rough_scene(int resolution, int size_px) {
  DenseField field = sphere_field(resolution);
  core::Random random(5);
  for (float& value : field.values()) value += random.uniform(-0.5f, 0.5f) * field.spacing();
  return scene_of("rough", field, make_sphere(kSphereRadius), size_px);
}

}  // namespace support
