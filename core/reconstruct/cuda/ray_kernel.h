// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <glm/common.hpp>
#include <glm/geometric.hpp>

#include "core/reconstruct/cuda/level_arrays.h"
#include "core/reconstruct/neus_section.h"

namespace core::reconstruct::cuda {

/// One sample of a ray: what was read there, and where: first node of its cell, and its place in the cell.
struct RaySample {
  float sdf, transmittance;
  glm::vec3 gradient, fraction;
  int node;
};

/// The section that begins at a sample: its alpha and its mean unit normal.
struct RaySection {
  float alpha = 0.0f, inverse_length = 0.0f;
  glm::vec3 normal{0.0f};
};

/// Renders one pixel of a tile, kTileSide^2 threads each, and adds the derivatives of its losses to the level's ray
/// sums. One ray is read, composited and walked back by one thread, whose samples lie in its local memory: the driver
/// sets 3.4 KB aside for each thread that a device can hold at once. Twin of render_tiles.
class RenderRays {
 public:
  RenderRays(const LevelArrays& level, const TileData* tiles, const StepData& settings)
      : level_(level),
        tiles_(tiles),
        settings_(settings),
        band_(kBandWidths / settings.inv_s + level.spacing),
        inverse_spacing_(1.0f / level.spacing) {}

  ENVISION3D_PORTABLE void operator()(int i) const {
    constexpr int kPixels = kTileSide * kTileSide;
    const TileData tile = tiles_[i / kPixels];
    const ViewData& view = level_.views[tile.view];
    const int x = tile.x + i % kTileSide, y = tile.y + i / kTileSide % kTileSide;
    if (x >= view.width_px || y >= view.height_px) return;
    RaySample samples[kMaxSamples];
    const glm::vec3 direction = direction_of(view, x, y);
    const int count = march(view.position, direction, samples);
    add_shared(level_.num_samples[i / kPixels % kNumCounters], static_cast<unsigned long long>(count));
    if (count >= 2) render(samples, count, view, y * view.width_px + x, direction);
  }

 private:
  static constexpr int kMaxSamples = RaySections<float>::kMaxSamples;
  static constexpr float kEpsilon = static_cast<float>(kAlphaEpsilon);

  ENVISION3D_PORTABLE static glm::vec3 direction_of(const ViewData& view, int x, int y) {
    const float right = (static_cast<float>(x) + 0.5f - view.center_x_px) / view.focal_px,
                down = (static_cast<float>(y) + 0.5f - view.center_y_px) / view.focal_px;
    return glm::normalize(view.right * right + view.down * down + view.forward);
  }

  /// Samples from front to back until the ray is well inside the surface or leaves the box; how many.
  ENVISION3D_PORTABLE int march(const glm::vec3& origin, const glm::vec3& direction, RaySample* samples) const {
    // In voxel coordinates: voxel centres at whole numbers.
    const glm::vec3 start = (origin - level_.origin) * inverse_spacing_;
    const auto safe = [](float d) { return std::abs(d) > 1e-7f ? d : 1e-7f; };
    const glm::vec3 inverse = 1.0f / glm::vec3(safe(direction.x), safe(direction.y), safe(direction.z));
    const float last = static_cast<float>(level_.resolution) - 1.001f;
    const glm::vec3 a = (glm::vec3(0.001f) - start) * inverse, b = (glm::vec3(last) - start) * inverse;
    const glm::vec3 nearest = glm::min(a, b), farthest = glm::max(a, b);
    float t = std::max(std::max(nearest.x, nearest.y), std::max(nearest.z, 0.0f));
    const float end = std::min(std::min(farthest.x, farthest.y), farthest.z);
    int count = 0;
    while (t < end && count < kMaxSamples) {
      const glm::vec3 p = start + t * direction;
      const glm::ivec3 cell(p), place(cell.x / kSide, cell.y / kSide, cell.z / kSide);
      const int block = level_.grid[(place.z * level_.blocks_a_side + place.y) * level_.blocks_a_side + place.x];
      if (block == kInside) break;
      if (block < 0) {
        t = leave_blocks(start, inverse, place, -block, t);
        continue;
      }
      const int node =
          ((block * kNodesASide + cell.z % kSide) * kNodesASide + cell.y % kSide) * kNodesASide + cell.x % kSide;
      const glm::vec3 fraction = p - glm::vec3(cell);
      const FieldNode at = read(node, fraction);
      if (at.value > band_) {
        const float distance = 0.9f * (at.value - band_) * inverse_spacing_;
        t += distance > kStepVoxels ? distance : kStepVoxels;
        continue;
      }
      samples[count++] = {at.value, 0.0f, at.gradient, fraction, node};
      if (at.value < -band_) break;
      t += kStepVoxels;
    }
    return count;
  }

  /// Where a ray leaves the cube of blocks around `place` that are not kept.
  ENVISION3D_PORTABLE static float leave_blocks(const glm::vec3& start, const glm::vec3& inverse,
                                                const glm::ivec3& place, int clearance, float t) {
    float exit = 1e30f;
    for (int axis = 0; axis < 3; ++axis) {
      const int side = inverse[axis] > 0.0f ? place[axis] + clearance : place[axis] - clearance + 1;
      exit = std::min(exit, (static_cast<float>(kSide * side) - start[axis]) * inverse[axis]);
    }
    return std::max(exit, t) + 0.01f + (exit <= t ? kStepVoxels : 0.0f);
  }

  /// Corner 0..7 of a cell, x fastest: how much of it a place in the cell has.
  ENVISION3D_PORTABLE static float weight_of(int corner, const glm::vec3& f) {
    return ((corner & 1) != 0 ? f.x : 1.0f - f.x) * ((corner & 2) != 0 ? f.y : 1.0f - f.y) *
           ((corner & 4) != 0 ? f.z : 1.0f - f.z);
  }

  ENVISION3D_PORTABLE FieldNode read(int node, const glm::vec3& fraction) const {
    FieldNode sum{};
    for (int corner = 0; corner < 8; ++corner) {
      const FieldNode at =
          level_.nodes[node + ((corner >> 2) * kNodesASide + (corner >> 1 & 1)) * kNodesASide + (corner & 1)];
      const float weight = weight_of(corner, fraction);
      sum.value += weight * at.value;
      sum.gradient += weight * at.gradient;
    }
    return sum;
  }

  ENVISION3D_PORTABLE void render(RaySample* samples, int count, const ViewData& view, int pixel,
                                  const glm::vec3& direction) const {
    const bool has_normals =
        view.normal_weight > 0.0f && view.mask[pixel] > 0.95f && view.normals[pixel] != glm::vec3(0.0f);
    float left = 1.0f;
    glm::vec3 normal_sum(0.0f);
    int k = 0;
    for (; k + 1 < count && left >= RaySections<float>::kMinTransmittance; ++k) {
      const RaySection section = section_at(samples + k, has_normals);
      samples[k].transmittance = left;
      normal_sum += left * section.alpha * section.normal;
      left *= 1.0f - section.alpha;
    }
    const float opacity = 1.0f - left, wanted = wanted_opacity(view.distance[pixel], opacity, settings_.inv_s);
    const float d_opacity = settings_.mask_weight * view.mask_weight * mask_loss(opacity, wanted).derivative;
    glm::vec3 d_normal(0.0f);
    if (has_normals) {
      d_normal = settings_.normal_weight * view.normal_weight *
                 normal_loss(normal_sum, view.normals[pixel], direction).derivative;
    }
    if (d_opacity != 0.0f || d_normal != glm::vec3(0.0f)) walk_back(samples, k, d_opacity, d_normal, has_normals);
  }

  ENVISION3D_PORTABLE RaySection section_at(const RaySample* sample, bool has_normal) const {
    const float a = sigmoid(settings_.inv_s * sample[0].sdf), b = sigmoid(settings_.inv_s * sample[1].sdf);
    RaySection section;
    section.alpha = std::min(std::max((a - b) / (a + kEpsilon), 0.0f), 1.0f);
    if (has_normal) {
      const glm::vec3 sum = sample[0].gradient + sample[1].gradient;
      section.inverse_length = 1.0f / std::max(glm::length(sum), 1e-6f);
      section.normal = sum * section.inverse_length;
    }
    return section;
  }

  /// From the last section to the first, with what those behind give: S_k = sum over j > k of q_j weight_j. A sample
  /// belongs to two sections.
  ENVISION3D_PORTABLE void walk_back(const RaySample* samples, int num_sections, float d_opacity,
                                     const glm::vec3& d_normal_sum, bool has_normals) const {
    float suffix = 0.0f;
    FieldNode of_end{};  // what the section that begins at sample k + 1 asks of it
    for (int k = num_sections; k-- > 0;) {
      const float a = sigmoid(settings_.inv_s * samples[k].sdf), b = sigmoid(settings_.inv_s * samples[k + 1].sdf);
      const RaySection section = section_at(samples + k, has_normals);
      const float transmittance = samples[k].transmittance, weight = transmittance * section.alpha;
      const float slope = d_opacity + glm::dot(d_normal_sum, section.normal);
      const float d_alpha = slope * transmittance - suffix / std::max(1.0f - section.alpha, 1e-6f);
      suffix += slope * weight;
      const bool counts = section.alpha > 0.0f && section.alpha < 1.0f;
      const float factor = counts ? d_alpha * settings_.inv_s / (a + kEpsilon) : 0.0f;
      const glm::vec3 d_gradient =
          weight * section.inverse_length * (d_normal_sum - section.normal * glm::dot(section.normal, d_normal_sum));
      of_end.value -= factor * b * (1.0f - b);
      of_end.gradient += d_gradient;
      scatter(samples[k + 1], of_end, has_normals);
      of_end = {factor * a * (1.0f - a) * (b + kEpsilon) / (a + kEpsilon), d_gradient};
    }
    scatter(samples[0], of_end, has_normals);
  }

  /// Adds a sample's derivatives to the voxels around it.
  ENVISION3D_PORTABLE void scatter(const RaySample& sample, const FieldNode& derivative, bool has_normals) const {
    const VoxelPlace<kNodesASide> place(sample.node);
    for (int corner = 0; corner < 8; ++corner) {
      const int voxel = voxel_at<kSide>(level_.neighbors_of(place.block), place.x + (corner & 1),
                                        place.y + (corner >> 1 & 1), place.z + (corner >> 2));
      if (voxel < 0) continue;
      unsigned long long* sums = level_.ray_sums + 4 * static_cast<std::size_t>(voxel);
      const float weight = weight_of(corner, sample.fraction);
      add_shared(sums[0], units_of(weight * derivative.value));
      if (!has_normals) continue;
      for (int axis = 0; axis < 3; ++axis) add_shared(sums[axis + 1], units_of(weight * derivative.gradient[axis]));
    }
  }

  LevelArrays level_;
  const TileData* tiles_;
  StepData settings_;
  float band_, inverse_spacing_;
};

}  // namespace core::reconstruct::cuda
