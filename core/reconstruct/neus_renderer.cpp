// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/reconstruct/neus_renderer.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <glm/common.hpp>

#include "core/base/multiversion.h"
#include "core/reconstruct/neus_section.h"

namespace core::reconstruct {
namespace {

constexpr int kMaxSamples = 96;
constexpr float kStepVoxels = 1.0f;
/// Samples begin and end where the surface's transition has all but ended, in units of 1 / inv_s: cut off earlier, it
/// pulls the surface inwards.
constexpr float kBandWidths = 5.0f;
constexpr float kMinTransmittance = 0.002f;

/// The eight voxels around a sample and its place between them.
struct Corners {
  std::array<std::uint32_t, 8> voxel;
  glm::vec3 fraction;
};

std::array<float, 8> corner_weights(const glm::vec3& f) {
  const glm::vec3 g = 1.0f - f;
  return {g.x * g.y * g.z, f.x * g.y * g.z, g.x * f.y * g.z, f.x * f.y * g.z,
          g.x * g.y * f.z, f.x * g.y * f.z, g.x * f.y * f.z, f.x * f.y * f.z};
}

/// Marches one ray at a time through the kept blocks.
class Marcher {
 public:
  Marcher(const SparseField& field, const std::vector<Node>& nodes, const RenderSettings& settings)
      : field_(field), nodes_(nodes), settings_(settings), inverse_spacing_(1.0f / field.spacing()) {
    band_ = kBandWidths / settings.inv_s + field.spacing();
  }

  /// Fills samples and corners from front to back until the ray is stopped by the surface or leaves the box.
  int march(const glm::vec3& origin, const glm::vec3& direction) {
    num_samples_ = 0;
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
    float transmittance = 1.0f, last_phi = 1.0f;
    while (t < end && num_samples_ < kMaxSamples) {
      const glm::vec3 p = start + t * direction;
      const glm::ivec3 cell(p);
      Corners& corners = corners_[static_cast<std::size_t>(num_samples_)];
      if (!find_corners(cell, corners)) {
        const glm::ivec3 block = cell / SparseField::kSide;
        if (field_.block_at(block.x, block.y, block.z) < 0 && field_.sign_at(block.x, block.y, block.z) < 0.0f) break;
        t = leave_block(start, block, t);
        continue;
      }
      corners.fraction = p - glm::vec3(cell);
      RaySample<float>& sample = samples_[static_cast<std::size_t>(num_samples_)];
      read(corners, sample);
      if (sample.sdf > band_) {
        t += std::max(kStepVoxels, 0.9f * (sample.sdf - band_) * inverse_spacing_);
        continue;
      }
      const float phi = sigmoid(settings_.inv_s * sample.sdf);
      if (num_samples_ > 0) transmittance *= 1.0f - std::clamp((last_phi - phi) / (last_phi + 1e-5f), 0.0f, 1.0f);
      last_phi = phi;
      ++num_samples_;
      if (transmittance < kMinTransmittance || sample.sdf < -band_) break;
      t += kStepVoxels;
    }
    return num_samples_;
  }

  std::span<RaySample<float>> samples() { return {samples_.data(), static_cast<std::size_t>(num_samples_)}; }

  void scatter(GradientBuffer& gradients) const {
    for (int i = 0; i < num_samples_; ++i) {
      const RaySample<float>& sample = samples_[static_cast<std::size_t>(i)];
      const Corners& corners = corners_[static_cast<std::size_t>(i)];
      const Node d = {sample.d_sdf, sample.d_gradient.x, sample.d_gradient.y, sample.d_gradient.z};
      const auto weights = corner_weights(corners.fraction);
      for (std::size_t c = 0; c < 8; ++c) {
        gradients.nodes[corners.voxel[c]] += d * weights[c];
        gradients.touched[corners.voxel[c] / SparseField::kVoxels] = 1;
      }
    }
  }

 private:
  static std::uint32_t voxel_in(int block, int x, int y, int z) {
    return static_cast<std::uint32_t>(block) * SparseField::kVoxels +
           static_cast<std::uint32_t>(((z & 7) * 8 + (y & 7)) * 8 + (x & 7));
  }

  bool find_corners(const glm::ivec3& cell, Corners& corners) const {
    const int bx = cell.x >> 3, by = cell.y >> 3, bz = cell.z >> 3;
    const int block = field_.block_at(bx, by, bz);
    if (block < 0) return false;
    const std::uint32_t base = voxel_in(block, cell.x, cell.y, cell.z);
    if ((cell.x & 7) != 7 && (cell.y & 7) != 7 && (cell.z & 7) != 7) {
      corners.voxel = {base, base + 1, base + 8, base + 9, base + 64, base + 65, base + 72, base + 73};
      return true;
    }
    for (int c = 0; c < 8; ++c) {
      const int x = cell.x + (c & 1), y = cell.y + (c >> 1 & 1), z = cell.z + (c >> 2);
      const int dx = (x >> 3) - bx, dy = (y >> 3) - by, dz = (z >> 3) - bz;
      const int other =
          dx == 0 && dy == 0 && dz == 0 ? block : field_.neighbor(static_cast<std::size_t>(block), dx, dy, dz);
      if (other < 0) return false;
      corners.voxel[static_cast<std::size_t>(c)] = voxel_in(other, x, y, z);
    }
    return true;
  }

  float leave_block(const glm::vec3& start, const glm::ivec3& block, float t) const {
    float exit = 1e30f;
    for (int axis = 0; axis < 3; ++axis) {
      const float side =
          static_cast<float>(SparseField::kSide * (block[axis] + (inverse_direction_[axis] > 0.0f ? 1 : 0)));
      exit = std::min(exit, (side - start[axis]) * inverse_direction_[axis]);
    }
    return std::max(exit, t) + 0.01f + (exit <= t ? kStepVoxels : 0.0f);
  }

  void read(const Corners& corners, RaySample<float>& sample) const {
    const auto weights = corner_weights(corners.fraction);
    Node sum = {0.0f, 0.0f, 0.0f, 0.0f};
    for (std::size_t c = 0; c < 8; ++c) sum += nodes_[corners.voxel[c]] * weights[c];
    sample.sdf = sum[0];
    sample.gradient = {sum[1], sum[2], sum[3]};
  }

  const SparseField& field_;
  const std::vector<Node>& nodes_;
  const RenderSettings& settings_;
  float inverse_spacing_ = 1.0f, band_ = 0.0f;
  glm::vec3 inverse_direction_{1.0f};
  int num_samples_ = 0;
  std::array<RaySample<float>, kMaxSamples> samples_;
  std::array<Corners, kMaxSamples> corners_;
};

void render_ray(Marcher& marcher, const ViewTarget& target, std::size_t pixel, const glm::vec3& direction,
                const RenderSettings& settings, GradientBuffer& gradients, RenderStatistics& statistics) {
  const auto samples = marcher.samples();
  const RayResult<float> result = forward<float>(samples, settings.inv_s);
  const float mask = target.mask[pixel];
  const float wanted = wanted_opacity(target.distance[pixel], result.opacity, settings.inv_s);
  const ScalarLoss<float> on_mask = mask_loss(result.opacity, wanted);
  const float d_opacity = settings.mask_weight * target.mask_weight * on_mask.derivative;
  glm::vec3 d_normal(0.0f);
  statistics.mask_loss += static_cast<double>(on_mask.value);
  if (target.normal_weight > 0.0f && mask > 0.95f && target.normals[pixel] != glm::vec3(0.0f)) {
    const NormalLoss<float> on_normal = normal_loss(result.normal_sum, target.normals[pixel], direction);
    d_normal = settings.normal_weight * target.normal_weight * on_normal.derivative;
    statistics.normal_loss += static_cast<double>(on_normal.value);
    ++statistics.num_normal_rays;
  }
  if (d_opacity == 0.0f && d_normal == glm::vec3(0.0f)) return;
  backward<float>(samples, settings.inv_s, d_opacity, d_normal);
  marcher.scatter(gradients);
}

}  // namespace

void RenderStatistics::add(const RenderStatistics& other) {
  normal_loss += other.normal_loss;
  mask_loss += other.mask_loss;
  num_normal_rays += other.num_normal_rays;
  num_rays += other.num_rays;
  num_samples += other.num_samples;
}

void GradientBuffer::resize(std::size_t num_blocks) {
  nodes.assign(num_blocks * SparseField::kVoxels, Node{});
  touched.assign(num_blocks, 0);
}

void GradientBuffer::clear() {
  for (std::size_t block = 0; block < touched.size(); ++block) {
    if (touched[block] == 0) continue;
    std::fill_n(nodes.begin() + static_cast<std::ptrdiff_t>(block * SparseField::kVoxels), SparseField::kVoxels,
                Node{});
    touched[block] = 0;
  }
}

ENVISION3D_MULTIVERSION void render_tiles(const SparseField& field, const std::vector<Node>& nodes,
                                          const RayTargets& targets, std::span<const Tile> tiles,
                                          const RenderSettings& settings, GradientBuffer& gradients,
                                          RenderStatistics& statistics) {
  Marcher marcher(field, nodes, settings);
  for (const Tile& tile : tiles) {
    const ViewTarget& target = targets.views[tile.target];
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
      render_ray(marcher, target, pixel, direction, settings, gradients, statistics);
    }
  }
}

}  // namespace core::reconstruct
