// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/reconstruct/sdf_volume.h"

#include <algorithm>
#include <cmath>
#include <glm/vector_relational.hpp>

#include "core/base/parallel.h"
#include "core/mesh/clean.h"
#include "core/mesh/marching_cubes.h"

namespace core::reconstruct {
namespace {

/// Parts with less of the largest one's volume are debris.
constexpr double kMinPartShare = 0.004;

}  // namespace

DenseField::DenseField(const Box& box, int resolution)
    : box_(box),
      resolution_(resolution),
      spacing_(2.0f * box.half / static_cast<float>(resolution)),
      origin_(box.center - glm::vec3(box.half - 0.5f * spacing_)),
      values_(static_cast<std::size_t>(resolution) * static_cast<std::size_t>(resolution) *
              static_cast<std::size_t>(resolution)) {}

float DenseField::sample(const glm::vec3& point) const {
  const glm::vec3 u = (point - origin_) / spacing_;
  const float last = static_cast<float>(resolution_ - 1);
  const glm::vec3 c(std::clamp(u.x, 0.0f, last), std::clamp(u.y, 0.0f, last), std::clamp(u.z, 0.0f, last));
  const int x = std::min(static_cast<int>(c.x), resolution_ - 2), y = std::min(static_cast<int>(c.y), resolution_ - 2),
            z = std::min(static_cast<int>(c.z), resolution_ - 2);
  const float fx = c.x - static_cast<float>(x), fy = c.y - static_cast<float>(y), fz = c.z - static_cast<float>(z);
  const auto row = [&](int dy, int dz) { return at(x, y + dy, z + dz) * (1.0f - fx) + at(x + 1, y + dy, z + dz) * fx; };
  const float low = row(0, 0) * (1.0f - fy) + row(1, 0) * fy, high = row(0, 1) * (1.0f - fy) + row(1, 1) * fy;
  return low * (1.0f - fz) + high * fz;
}

SparseField::SparseField(const DenseField& source, int resolution, float band_voxels, const DenseField* limits)
    : box_(source.box()),
      resolution_(resolution),
      blocks_a_side_(resolution / kSide),
      spacing_(2.0f * box_.half / static_cast<float>(resolution)),
      far_(band_voxels * spacing_),
      origin_(box_.center - glm::vec3(box_.half - 0.5f * spacing_)) {
  const std::size_t count = static_cast<std::size_t>(blocks_a_side_) * static_cast<std::size_t>(blocks_a_side_) *
                            static_cast<std::size_t>(blocks_a_side_);
  block_index_.assign(count, -1);
  signs_.assign(count, 1);
  const auto place_of = [&](std::size_t i) {
    const int n = blocks_a_side_, index = static_cast<int>(i);
    return glm::ivec3(index % n, index / n % n, index / (n * n));
  };
  const float block_size = spacing_ * kSide;
  // The field at a block's centre says whether the zero set may be within the band of some voxel of it; the voxels
  // themselves decide.
  const float reach = 0.87f * block_size + far_;
  const auto is_within = [&](const glm::vec3& point, float distance) {
    return std::abs(source.sample(point)) <= distance || (limits != nullptr && limits->sample(point) <= distance);
  };
  const auto is_near = [&](std::size_t i) {
    const glm::vec3 first = origin_ + spacing_ * glm::vec3(place_of(i) * kSide);
    for (int v = 0; v < 5 * 5 * 5; ++v) {
      const glm::vec3 offset = glm::vec3(v % 5, v / 5 % 5, v / 25) * (7.0f / 4.0f);
      if (is_within(first + spacing_ * offset, far_)) return true;
    }
    return false;
  };
  parallel_for(std::size_t{0}, count, std::size_t{64}, [&](std::size_t i) {
    const glm::vec3 center = origin_ + spacing_ * (glm::vec3(place_of(i) * kSide) + 3.5f);
    signs_[i] = source.sample(center) < 0.0f ? -1 : 1;
    block_index_[i] = is_within(center, reach) && is_near(i) ? 0 : -1;
  });
  for (std::size_t i = 0; i < count; ++i) {
    if (block_index_[i] < 0) continue;
    block_index_[i] = static_cast<std::int32_t>(block_places_.size());
    block_places_.push_back(place_of(i));
  }
  find_clearance();
  values_.resize(num_voxels());
  neighbors_.resize(num_blocks());
  parallel_for(std::size_t{0}, num_blocks(), std::size_t{16}, [&](std::size_t block) {
    const glm::ivec3 place = block_places_[block];
    for (int v = 0; v < kVoxels; ++v) {
      const glm::ivec3 voxel = place * kSide + glm::ivec3(v % 8, v / 8 % 8, v / 64);
      values_[block * kVoxels + static_cast<std::size_t>(v)] = source.sample(origin_ + spacing_ * glm::vec3(voxel));
    }
    for (int n = 0; n < 27; ++n) {
      neighbors_[block][static_cast<std::size_t>(n)] =
          block_at(place.x + n % 3 - 1, place.y + n / 3 % 3 - 1, place.z + n / 9 - 1);
    }
  });
}

float SparseField::sign_at(int bx, int by, int bz) const {
  const int last = blocks_a_side_ - 1;
  if (bx < 0 || by < 0 || bz < 0 || bx > last || by > last || bz > last) return 1.0f;
  return signs_[grid_index({bx, by, bz})];
}

/// Distances to the nearest kept block, a step to any of the 26 blocks around being one: forward over the grid with the
/// neighbours that came before, then back.
void SparseField::find_clearance() {
  const int n = blocks_a_side_;
  clearance_.assign(block_index_.size(), static_cast<std::uint8_t>(std::min(n, 255)));
  const auto visit = [&](const glm::ivec3& place, int direction) {
    std::uint8_t& own = clearance_[grid_index(place)];
    if (block_index_[grid_index(place)] >= 0) own = 0;
    for (int i = 0; i < 13; ++i) {
      const glm::ivec3 next = place + direction * glm::ivec3(i % 3 - 1, i / 3 % 3 - 1, i / 9 - 1);
      if (glm::any(glm::lessThan(next, glm::ivec3(0))) || glm::any(glm::greaterThanEqual(next, glm::ivec3(n))))
        continue;
      own = std::min<std::uint8_t>(own, static_cast<std::uint8_t>(clearance_[grid_index(next)] + 1));
    }
  };
  const int count = n * n * n;
  for (int i = 0; i < count; ++i) visit({i % n, i / n % n, i / (n * n)}, 1);
  for (int i = count; i-- > 0;) visit({i % n, i / n % n, i / (n * n)}, -1);
}

DenseField SparseField::dense() const {
  DenseField field(box_, resolution_);
  parallel_for(0, resolution_, 4, [&](int z) {
    for (int y = 0; y < resolution_; ++y) {
      for (int bx = 0; bx < blocks_a_side_; ++bx) {
        float* out = &field.at(bx * kSide, y, z);
        const int block = block_at(bx, y / kSide, z / kSide);
        if (block < 0) {
          std::fill(out, out + kSide, far_ * sign_at(bx, y / kSide, z / kSide));
        } else {
          const float* in = values_.data() + static_cast<std::size_t>(block) * kVoxels +
                            static_cast<std::size_t>(((z & 7) * 8 + (y & 7)) * 8);
          std::copy(in, in + kSide, out);
        }
      }
    }
  });
  return field;
}

mesh::Mesh extract_surface(const DenseField& field, const RunContext& context) {
  // The border counts as outside, so that the surface is closed whatever the field says there.
  DenseField closed = field;
  const int n = field.resolution();
  const float outside = field.spacing();
  for (int a = 0; a < n; ++a) {
    for (int b = 0; b < n; ++b) {
      for (const int side : {0, n - 1}) {
        closed.at(side, a, b) = std::max(closed.at(side, a, b), outside);
        closed.at(a, side, b) = std::max(closed.at(a, side, b), outside);
        closed.at(a, b, side) = std::max(closed.at(a, b, side), outside);
      }
    }
  }
  context.checkpoint();
  const mesh::Mesh raw = mesh::marching_cubes({glm::ivec3(n), field.origin(), field.spacing(), closed.values()});
  context.checkpoint();
  mesh::Mesh surface = mesh::keep_large_components(raw, kMinPartShare);
  context.checkpoint();
  surface.normals = mesh::smooth_normals(surface);
  return surface;
}

}  // namespace core::reconstruct
