// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/reconstruct/packed_level.h"

#include <glm/mat3x3.hpp>
#include <glm/matrix.hpp>

namespace core::reconstruct {
namespace {

static_assert(cuda::kSide == SparseField::kSide && cuda::kNodesASide == kNodesASide && cuda::kTileSide == Tile::kSide);

cuda::ViewData packed(const ViewTarget& target) {
  const geometry::Camera& camera = target.camera;
  const glm::mat3 world_from_cam = glm::transpose(glm::mat3(camera.cam_from_world));
  return {.position = camera.position_in_world(),
          .right = world_from_cam[0],
          .down = world_from_cam[1],
          .forward = world_from_cam[2],
          .focal_px = camera.focal_px,
          .center_x_px = camera.center_px.x,
          .center_y_px = camera.center_px.y,
          .width_px = camera.width_px,
          .height_px = camera.height_px,
          .mask_weight = target.mask_weight,
          .normal_weight = target.normal_weight,
          .mask = target.mask.data(),
          .distance = target.distance.data(),
          .normals = target.normals.data()};
}

}  // namespace

PackedLevel::PackedLevel(const SparseField& field, const RayTargets& targets) {
  const int n = field.blocks_a_side();
  grid_.reserve(static_cast<std::size_t>(n) * static_cast<std::size_t>(n) * static_cast<std::size_t>(n));
  for (int z = 0; z < n; ++z) {
    for (int y = 0; y < n; ++y) {
      for (int x = 0; x < n; ++x) {
        const int block = field.block_at(x, y, z);
        const int elsewhere = field.sign_at(x, y, z) < 0.0f ? cuda::kInside : -field.clearance_at({x, y, z});
        grid_.push_back(block >= 0 ? block : elsewhere);
      }
    }
  }
  neighbors_.reserve(27 * field.num_blocks());
  for (std::size_t block = 0; block < field.num_blocks(); ++block) {
    for (int i = 0; i < 27; ++i) neighbors_.push_back(field.neighbor(block, i % 3 - 1, i / 3 % 3 - 1, i / 9 - 1));
  }
  views_.reserve(targets.views.size());
  for (const ViewTarget& target : targets.views) views_.push_back(packed(target));
  data_ = {.resolution = field.resolution(),
           .blocks_a_side = n,
           .num_blocks = static_cast<std::int32_t>(field.num_blocks()),
           .num_views = static_cast<std::int32_t>(views_.size()),
           .spacing = field.spacing(),
           .origin = field.origin(),
           .grid = grid_.data(),
           .neighbors = neighbors_.data(),
           .values = field.values().data(),
           .views = views_.data()};
}

std::vector<cuda::TileData> packed(std::span<const Tile> tiles) {
  std::vector<cuda::TileData> data;
  data.reserve(tiles.size());
  for (const Tile& tile : tiles) data.push_back({tile.target, tile.y, tile.x});
  return data;
}

cuda::StepData packed(const StepSettings& settings) {
  return {.inv_s = settings.render.inv_s,
          .normal_weight = settings.render.normal_weight,
          .mask_weight = settings.render.mask_weight,
          .eikonal_weight = settings.eikonal_weight,
          .learning_rate = settings.learning_rate};
}

}  // namespace core::reconstruct
