// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <glm/vec3.hpp>
#include <span>
#include <type_traits>
#include <vector>

#include "core/base/run_context.h"
#include "core/mesh/mesh.h"

namespace core::reconstruct {

/// A cube in the ring world.
struct Box {
  glm::vec3 center{0.0f};
  float half = 0.47f;
};

/// Signed distances on a regular grid of resolution^3 voxel centres; negative inside.
class DenseField {
 public:
  DenseField() = default;
  DenseField(const Box& box, int resolution);

  int resolution() const { return resolution_; }
  const Box& box() const { return box_; }
  float spacing() const { return spacing_; }
  glm::vec3 position(int x, int y, int z) const { return origin_ + spacing_ * glm::vec3(x, y, z); }
  const glm::vec3& origin() const { return origin_; }  ///< centre of voxel (0, 0, 0)
  float& at(int x, int y, int z) { return values_[index(x, y, z)]; }
  float at(int x, int y, int z) const { return values_[index(x, y, z)]; }
  /// Place of a voxel among the values.
  std::size_t index(int x, int y, int z) const {
    return (static_cast<std::size_t>(z) * static_cast<std::size_t>(resolution_) + static_cast<std::size_t>(y)) *
               static_cast<std::size_t>(resolution_) +
           static_cast<std::size_t>(x);
  }
  std::vector<float>& values() { return values_; }
  const std::vector<float>& values() const { return values_; }
  /// Trilinear, clamped at the border.
  float sample(const glm::vec3& point) const;
  /// The same at out.size() points along x, the first at `first`, `spacing` apart.
  void sample_row(const glm::vec3& first, float spacing, std::span<float> out) const;

 private:
  Box box_;
  int resolution_ = 0;
  float spacing_ = 0.0f;
  glm::vec3 origin_{0.0f};
  /// A place along an axis of the grid, kept within it: the sample before it, and how far it is towards the next.
  struct Tap {
    int index;
    float fraction;
  };
  Tap tap(float place) const {
    const float kept = std::min(std::max(0.0f, place), static_cast<float>(resolution_ - 1));
    const int index = std::min(static_cast<int>(kept), resolution_ - 2);
    return {index, kept - static_cast<float>(index)};
  }
  /// Four neighbouring rows along x and the weights that blend them.
  struct Rows {
    std::array<const float*, 4> values;
    std::array<float, 4> weights;
    float at(const Tap& x) const {
      float low = 0.0f, high = 0.0f;
      for (std::size_t row = 0; row < 4; ++row) {
        low += values[row][x.index] * weights[row];
        high += values[row][x.index + 1] * weights[row];
      }
      return low + (high - low) * x.fraction;
    }
  };
  Rows rows(const Tap& y, const Tap& z) const;

  std::vector<float> values_;
};

/// Field value and its gradient at a voxel, as one vector register.
using Node = float __attribute__((vector_size(16)));

/// Nodes of a block and of the next voxel on its three far sides: all corners of the cells that begin in the block.
inline constexpr int kNodesASide = 9;
using NodeBlock = std::array<Node, kNodesASide * kNodesASide * kNodesASide>;

/// Signed distances near the surface only: 8^3 blocks of voxels where some |f| is within a band. Elsewhere the field is
/// +-far.
class SparseField {
 public:
  static constexpr int kSide = 8;
  static constexpr int kVoxels = kSide * kSide * kSide;
  /// One value a voxel of a block of side^3 voxels and of the voxels around it.
  template <int margin, int side = kSide>
  struct Apron {
    static constexpr int kWide = side + 2 * margin;
    alignas(64) std::array<float, kWide * kWide * kWide> values;
    /// Place of a voxel, counted from the first of the block, so that -margin is the lowest.
    static constexpr std::size_t index(int x, int y, int z) {
      return static_cast<std::size_t>(((z + margin) * kWide + y + margin) * kWide + x + margin);
    }
  };

  /// The voxels of a dense field of any resolution, resampled, within `band` voxels of its zero set. Blocks are in
  /// Morton-like order of z, y, x.
  /// @param resolution  multiple of 8
  /// @param limits      if given, voxels inside this field or within the band of its zero set are kept too: the room
  ///                    in which the surface is going to move
  SparseField(const DenseField& source, int resolution, float band_voxels, const DenseField* limits = nullptr);

  int resolution() const { return resolution_; }
  const Box& box() const { return box_; }
  float spacing() const { return spacing_; }
  const glm::vec3& origin() const { return origin_; }
  std::size_t num_blocks() const { return block_places_.size(); }
  std::size_t num_voxels() const { return num_blocks() * kVoxels; }
  const glm::ivec3& place(std::size_t block) const { return block_places_[block]; }

  /// Block at block coordinates, or -1 where there is none or outside.
  int block_at(int bx, int by, int bz) const {
    if (bx < 0 || by < 0 || bz < 0 || bx >= blocks_a_side_ || by >= blocks_a_side_ || bz >= blocks_a_side_) return -1;
    return block_index_[grid_index({bx, by, bz})];
  }
  /// +1 where a block that is not kept lies outside the surface, -1 inside.
  float sign_at(int bx, int by, int bz) const;
  /// Of a block inside the grid that is not kept: so many blocks less one around it, in every direction, are not kept
  /// either.
  int clearance_at(const glm::ivec3& place) const { return clearance_[grid_index(place)]; }
  int blocks_a_side() const { return blocks_a_side_; }

  std::vector<float>& values() { return values_; }
  const std::vector<float>& values() const { return values_; }

  /// Copies what a block and the voxels around it have; beyond kept blocks the nearest voxel of the block repeats.
  /// @param data  side^3 values a block, such as values()
  template <int margin, int side>
  void gather(const std::vector<float>& data, std::size_t block, Apron<margin, side>& apron) const;
  /// Index of the block next to `block` (dx, dy, dz in -1..1), or -1.
  int neighbor(std::size_t block, int dx, int dy, int dz) const {
    return neighbors_[block][static_cast<std::size_t>((dz + 1) * 9 + (dy + 1) * 3 + dx + 1)];
  }

  /// For each side of a block, -x, +x, -y, +y, -z, +z, whether no block is kept beyond it.
  using Sides = std::array<bool, 6>;
  Sides open_sides(std::size_t block) const {
    return {neighbor(block, -1, 0, 0) < 0, neighbor(block, 1, 0, 0) < 0,  neighbor(block, 0, -1, 0) < 0,
            neighbor(block, 0, 1, 0) < 0,  neighbor(block, 0, 0, -1) < 0, neighbor(block, 0, 0, 1) < 0};
  }

  /// The whole grid, with +-far beyond the kept blocks.
  DenseField dense() const;

 private:
  std::size_t grid_index(const glm::ivec3& place) const {
    return static_cast<std::size_t>((place.z * blocks_a_side_ + place.y) * blocks_a_side_ + place.x);
  }
  void find_clearance();

  Box box_;
  int resolution_ = 0, blocks_a_side_ = 0;
  float spacing_ = 0.0f, far_ = 0.0f;
  glm::vec3 origin_{0.0f};
  std::vector<std::int32_t> block_index_;
  std::vector<std::int8_t> signs_;
  std::vector<std::uint8_t> clearance_;
  std::vector<glm::ivec3> block_places_;
  std::vector<std::array<std::int32_t, 27>> neighbors_;
  std::vector<float> values_;
};

template <int margin, int side>
void SparseField::gather(const std::vector<float>& data, std::size_t block, Apron<margin, side>& apron) const {
  static_assert(margin <= side);
  constexpr std::size_t kSize = side * side * side;
  // Copies the voxels of one of the 27 blocks around, itself among them. Numbers along an axis that the compiler does
  // not know would make loops of a few voxels slow.
  const auto copy = [&]<int dx>(std::integral_constant<int, dx>, int dy, int dz) {
    const int other = neighbor(block, dx, dy, dz);
    const bool is_kept = other >= 0;
    const float* source = data.data() + (is_kept ? static_cast<std::size_t>(other) : block) * kSize;
    const auto first = [](int d) { return d < 0 ? -margin : d == 0 ? 0 : side; };
    const auto end = [](int d) { return d < 0 ? 0 : d == 0 ? side : side + margin; };
    const auto place = [is_kept](int i) { return is_kept ? i & (side - 1) : i < 0 ? 0 : i < side ? i : side - 1; };
    for (int z = first(dz); z < end(dz); ++z) {
      for (int y = first(dy); y < end(dy); ++y) {
        const float* row = source + (place(z) * side + place(y)) * side;
        float* out = apron.values.data() + apron.index(0, y, z);
        if constexpr (dx == 0) {
          std::copy_n(row, side, out);
        } else {
          for (int x = first(dx); x < end(dx); ++x) out[x] = row[place(x)];
        }
      }
    }
  };
  for (int dz = -1; dz <= 1; ++dz) {
    for (int dy = -1; dy <= 1; ++dy) {
      copy(std::integral_constant<int, -1>{}, dy, dz);
      copy(std::integral_constant<int, 0>{}, dy, dz);
      copy(std::integral_constant<int, 1>{}, dy, dz);
    }
  }
}

/// The zero surface of a field: closed, two-manifold, without floating parts and cavities, with smooth normals.
mesh::Mesh extract_surface(const DenseField& field, const RunContext& context = {});

}  // namespace core::reconstruct
