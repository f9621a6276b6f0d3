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

DenseField::Rows DenseField::rows(const Tap& y, const Tap& z) const {
  const float* const first = values_.data() + index(0, y.index, z.index);
  const std::size_t row = static_cast<std::size_t>(resolution_), slice = row * row;
  return {{first, first + row, first + slice, first + slice + row},
          {(1.0f - y.fraction) * (1.0f - z.fraction), y.fraction * (1.0f - z.fraction),
           (1.0f - y.fraction) * z.fraction, y.fraction * z.fraction}};
}

float DenseField::sample(const glm::vec3& point) const {
  const glm::vec3 place = (point - origin_) / spacing_;
  return rows(tap(place.y), tap(place.z)).at(tap(place.x));
}

void DenseField::sample_row(const glm::vec3& first, float spacing, std::span<float> out) const {
  const glm::vec3 place = (first - origin_) / spacing_;
  const Rows four = rows(tap(place.y), tap(place.z));
  const float step = spacing / spacing_;
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = four.at(tap(place.x + step * static_cast<float>(i)));
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
    for (int row = 0; row < kSide * kSide; ++row) {
      const glm::ivec3 voxel = place * kSide + glm::ivec3(0, row % kSide, row / kSide);
      source.sample_row(origin_ + spacing_ * glm::vec3(voxel), spacing_,
                        {values_.data() + block * kVoxels + static_cast<std::size_t>(row * kSide), kSide});
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

namespace {

/// Calls visit(x, y, z) for every voxel on the border of a grid, for some more than once.
template <class Visit>
void for_each_on_border(int n, const Visit& visit) {
  for (int a = 0; a < n; ++a) {
    for (int b = 0; b < n; ++b) {
      for (const int side : {0, n - 1}) {
        visit(side, a, b);
        visit(a, side, b);
        visit(a, b, side);
      }
    }
  }
}

mesh::Mesh raw_surface(const DenseField& field) {
  return mesh::marching_cubes({glm::ivec3(field.resolution()), field.origin(), field.spacing(), field.values()});
}

/// The border counts as outside, so that the surface is closed whatever the field says there.
mesh::Mesh closed_surface(const DenseField& field) {
  const int n = field.resolution();
  float lowest = field.spacing();
  for_each_on_border(n, [&](int x, int y, int z) { lowest = std::min(lowest, field.at(x, y, z)); });
  if (lowest >= field.spacing()) return raw_surface(field);
  DenseField closed = field;
  for_each_on_border(n, [&](int x, int y, int z) {
    float& value = closed.at(x, y, z);
    value = std::max(value, field.spacing());
  });
  return raw_surface(closed);
}

}  // namespace

mesh::Mesh extract_surface(const DenseField& field, const RunContext& context) {
  const mesh::Mesh raw = closed_surface(field);
  context.checkpoint();
  mesh::Mesh surface = mesh::keep_large_components(raw, kMinPartShare);
  context.checkpoint();
  surface.normals = mesh::smooth_normals(surface);
  return surface;
}

}  // namespace core::reconstruct
