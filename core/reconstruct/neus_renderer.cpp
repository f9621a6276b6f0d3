// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/reconstruct/neus_renderer.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <glm/common.hpp>

#include "core/base/multiversion.h"
#include "core/reconstruct/neus_section.h"
#include "core/reconstruct/refinement_rules.h"

namespace core::reconstruct {
namespace {

constexpr std::size_t kCacheLine = 64;

/// Places of the corners of a cell among the nodes of its block, each with the next one along x.
constexpr std::array<std::size_t, 4> kCornerRows = {0, kNodesASide, kNodesASide* kNodesASide,
                                                    kNodesASide* kNodesASide + kNodesASide};

/// Weights of the four rows of a cell; along x the fraction itself is used.
inline std::array<float, 4> row_weights(const glm::vec3& f) {
  return {(1.0f - f.y) * (1.0f - f.z), f.y * (1.0f - f.z), (1.0f - f.y) * f.z, f.y * f.z};
}

/// Marches one ray at a time through the kept blocks.
class Marcher {
 public:
  Marcher(const SparseField& field, const std::vector<NodeBlock>& nodes, const RenderSettings& settings)
      : field_(field), nodes_(nodes), inverse_spacing_(1.0f / field.spacing()), tile_of_block_(field.num_blocks()) {
    band_ = kBandWidths / settings.inv_s + field.spacing();
  }

  /// Samples from front to back until the ray is well inside the surface or leaves the box.
  /// @return  how many
  int march(const glm::vec3& origin, const glm::vec3& direction) {
    // In voxel coordinates: voxel centres at whole numbers.
    const glm::vec3 start = (origin - field_.origin()) * inverse_spacing_;
    const glm::vec3 safe(std::abs(direction.x) > 1e-7f ? direction.x : 1e-7f,
                         std::abs(direction.y) > 1e-7f ? direction.y : 1e-7f,
                         std::abs(direction.z) > 1e-7f ? direction.z : 1e-7f);
    inverse_direction_ = 1.0f / safe;
    const float last = static_cast<float>(field_.resolution()) - 1.001f;
    const glm::vec3 a = (glm::vec3(0.001f) - start) * inverse_direction_,
                    b = (glm::vec3(last) - start) * inverse_direction_;
    const glm::vec3 near3 = glm::min(a, b), far3 = glm::max(a, b);
    float t = std::max({near3.x, near3.y, near3.z, 0.0f});
    const float end = std::min({far3.x, far3.y, far3.z});
    int count = 0;
    while (t < end && count < RaySections<float>::kMaxSamples) {
      const glm::vec3 p = start + t * direction;
      const glm::ivec3 cell(p), place = cell >> 3;
      const int block = field_.block_at(place.x, place.y, place.z);
      if (block < 0) {
        if (field_.sign_at(place.x, place.y, place.z) < 0.0f) break;
        t = leave_blocks(start, place, t);
        continue;
      }
      fetch(static_cast<std::size_t>(block));
      const glm::ivec3 local = cell & 7;
      const glm::vec3 fraction = p - glm::vec3(cell);
      const auto node = static_cast<std::uint32_t>((local.z * kNodesASide + local.y) * kNodesASide + local.x);
      const Node at = read(nodes_[static_cast<std::size_t>(block)].data() + node, fraction);
      if (at[0] > band_) {
        t += std::max(kStepVoxels, 0.9f * (at[0] - band_) * inverse_spacing_);
        continue;
      }
      const auto i = static_cast<std::size_t>(count++);
      sections_.sdf[i] = at[0];
      for (std::size_t axis = 0; axis < 3; ++axis) sections_.gradient[axis][i] = at[axis + 1];
      samples_[i] = {static_cast<std::uint32_t>(block), node, fraction};
      if (at[0] < -band_) break;
      t += kStepVoxels;
    }
    return count;
  }

  /// The next rays are those of another tile.
  void begin_tile() { ++tile_; }

  RaySections<float>& sections() { return sections_; }

  /// Adds the derivatives of the sections by their samples to the nodes around these.
  void scatter(bool has_normals, GradientBuffer& gradients) const {
    for (int k = 0; k < sections_.num_samples(); ++k) {
      const auto i = static_cast<std::size_t>(k);
      const Sample& sample = samples_[i];
      const Node d = has_normals ? Node{sections_.d_sdf[i], sections_.d_gradient[0][i], sections_.d_gradient[1][i],
                                        sections_.d_gradient[2][i]}
                                 : Node{sections_.d_sdf[i], 0.0f, 0.0f, 0.0f};
      const auto weights = row_weights(sample.fraction);
      const Node right = d * sample.fraction.x, left = d - right;
      Node* const corner = gradients.at(sample.block).data() + sample.node;
      for (std::size_t row = 0; row < 4; ++row) {
        corner[kCornerRows[row]] += left * weights[row];
        corner[kCornerRows[row] + 1] += right * weights[row];
      }
    }
  }

 private:
  /// Where a sample was read: first node of its cell, and its place in the cell.
  struct Sample {
    std::uint32_t block, node;
    glm::vec3 fraction;
  };

  /// Where a ray leaves the cube of blocks around `place` that are not kept.
  float leave_blocks(const glm::vec3& start, const glm::ivec3& place, float t) const {
    const int clearance = field_.clearance_at(place);
    float exit = 1e30f;
    for (int axis = 0; axis < 3; ++axis) {
      const int side = inverse_direction_[axis] > 0.0f ? place[axis] + clearance : place[axis] - clearance + 1;
      exit = std::min(exit, (static_cast<float>(SparseField::kSide * side) - start[axis]) * inverse_direction_[axis]);
    }
    return std::max(exit, t) + 0.01f + (exit <= t ? kStepVoxels : 0.0f);
  }

  /// Memory answers many requests at once as fast as one: a tile asks for a whole block when it first meets it.
  void fetch(std::size_t block) {
    if (tile_of_block_[block] == tile_) return;
    tile_of_block_[block] = tile_;
    const char* first = reinterpret_cast<const char*>(nodes_[block].data());
    for (std::size_t i = 0; i < sizeof(NodeBlock); i += kCacheLine) __builtin_prefetch(first + i);
  }

  static Node read(const Node* corner, const glm::vec3& fraction) {
    const auto weights = row_weights(fraction);
    Node left{}, right{};
    for (std::size_t row = 0; row < 4; ++row) {
      left += corner[kCornerRows[row]] * weights[row];
      right += corner[kCornerRows[row] + 1] * weights[row];
    }
    return left + (right - left) * fraction.x;
  }

  const SparseField& field_;
  const std::vector<NodeBlock>& nodes_;
  float inverse_spacing_ = 1.0f, band_ = 0.0f;
  glm::vec3 inverse_direction_{1.0f};
  std::uint32_t tile_ = 0;
  std::vector<std::uint32_t> tile_of_block_;  ///< the last that met it
  std::array<Sample, RaySections<float>::kMaxSamples> samples_;
  RaySections<float> sections_;
};

void render_ray(Marcher& marcher, int num_samples, const ViewTarget& target, std::size_t pixel,
                const glm::vec3& direction, const RenderSettings& settings, GradientBuffer& gradients,
                RenderStatistics& statistics) {
  RaySections<float>& sections = marcher.sections();
  const bool has_normals =
      target.normal_weight > 0.0f && target.mask[pixel] > 0.95f && target.normals[pixel] != glm::vec3(0.0f);
  const RayResult<float> result = sections.forward(num_samples, settings.inv_s, has_normals);
  const float wanted = wanted_opacity(target.distance[pixel], result.opacity, settings.inv_s);
  const ScalarLoss<float> on_mask = mask_loss(result.opacity, wanted);
  const float d_opacity = settings.mask_weight * target.mask_weight * on_mask.derivative;
  statistics.mask_loss += static_cast<double>(on_mask.value);
  glm::vec3 d_normal(0.0f);
  if (has_normals) {
    const NormalLoss<float> on_normal = normal_loss(result.normal_sum, target.normals[pixel], direction);
    d_normal = settings.normal_weight * target.normal_weight * on_normal.derivative;
    statistics.normal_loss += static_cast<double>(on_normal.value);
    ++statistics.num_normal_rays;
  }
  if (d_opacity == 0.0f && d_normal == glm::vec3(0.0f)) return;
  sections.backward(settings.inv_s, d_opacity, d_normal);
  marcher.scatter(has_normals, gradients);
}

}  // namespace

void RenderStatistics::add(const RenderStatistics& other) {
  normal_loss += other.normal_loss;
  mask_loss += other.mask_loss;
  num_normal_rays += other.num_normal_rays;
  num_rays += other.num_rays;
  num_samples += other.num_samples;
}

void GradientBuffer::clear() {
  for (const std::size_t block : blocks_) slots_[block] = -1;
  blocks_.clear();
}

NodeBlock& GradientBuffer::add(std::size_t block) {
  slots_[block] = static_cast<std::int32_t>(blocks_.size());
  blocks_.push_back(block);
  if (nodes_.size() < blocks_.size()) nodes_.resize(blocks_.size() + blocks_.size() / 2);
  NodeBlock& nodes = nodes_[blocks_.size() - 1];
  nodes.fill(Node{});
  return nodes;
}

ENVISION3D_MULTIVERSION void render_tiles(const SparseField& field, const std::vector<NodeBlock>& nodes,
                                          const RayTargets& targets, std::span<const Tile> tiles,
                                          const RenderSettings& settings, GradientBuffer& gradients,
                                          RenderStatistics& statistics) {
  Marcher marcher(field, nodes, settings);
  for (const Tile& tile : tiles) {
    const ViewTarget& target = targets.views[tile.target];
    marcher.begin_tile();
    const glm::vec3 origin = target.camera.position_in_world();
    for (int i = 0; i < Tile::kSide * Tile::kSide; ++i) {
      const int x = tile.x + i % Tile::kSide, y = tile.y + i / Tile::kSide;
      if (x >= target.camera.width_px || y >= target.camera.height_px) continue;
      const glm::vec3 direction =
          target.camera.ray_direction_in_world({static_cast<float>(x) + 0.5f, static_cast<float>(y) + 0.5f});
      ++statistics.num_rays;
      const int count = marcher.march(origin, direction);
      statistics.num_samples += count;
      if (count < 2) continue;
      const std::size_t pixel =
          static_cast<std::size_t>(y) * static_cast<std::size_t>(target.camera.width_px) + static_cast<std::size_t>(x);
      render_ray(marcher, count, target, pixel, direction, settings, gradients, statistics);
    }
  }
}

}  // namespace core::reconstruct
