// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <numeric>

#include "core/texture/chart_packing.h"

namespace core::texture {
namespace {

constexpr int kGridSide = 512;          ///< cells along the texture, at most
constexpr float kFullestShare = 0.88f;  ///< of the square, covered with margins: no packing found is denser
constexpr float kShrink = 0.97f;
constexpr int kMaxTries = 14;
constexpr int kRefiningTries = 3;  ///< between the first scale that fits and the last that did not

/// A picture of bits, rows of 64-bit words.
class BitGrid {
 public:
  BitGrid() = default;
  BitGrid(int width, int height)
      : width_(width), height_(height), words_((width + 63) / 64), bits_(static_cast<std::size_t>(words_ * height)) {}
  int width() const { return width_; }
  int height() const { return height_; }
  void set(int x, int y) { bits_[index(x, y)] |= std::uint64_t{1} << (x % 64); }
  bool get(int x, int y) const { return (bits_[index(x, y)] >> (x % 64) & 1) != 0; }
  /// 64 bits of row y from x on; zero outside.
  std::uint64_t word(int x, int y) const {
    const std::uint64_t* row = bits_.data() + static_cast<std::size_t>(y * words_);
    const int first = x / 64, shift = x % 64;
    std::uint64_t value = first < words_ ? row[first] >> shift : 0;
    if (shift > 0 && first + 1 < words_) value |= row[first + 1] << (64 - shift);
    return value;
  }

 private:
  std::size_t index(int x, int y) const { return static_cast<std::size_t>(y * words_ + x / 64); }
  int width_ = 0, height_ = 0, words_ = 0;
  std::vector<std::uint64_t> bits_;
};

BitGrid quarter_turned(const BitGrid& grid) {
  BitGrid result(grid.height(), grid.width());
  for (int y = 0; y < grid.height(); ++y) {
    for (int x = 0; x < grid.width(); ++x) {
      if (grid.get(x, y)) result.set(grid.height() - 1 - y, x);
    }
  }
  return result;
}

/// Cells nearer to a shape than the margin. The shape's low corner lies `margin` inside the grid.
BitGrid stamp_of(const ChartShape& shape, float scale, float margin, float cell) {
  const glm::vec2 size = scale * shape.size + 2.0f * margin;
  BitGrid grid(static_cast<int>(std::ceil(size.x / cell)), static_cast<int>(std::ceil(size.y / cell)));
  const float reach = margin + 0.7072f * cell;
  for (const Triangle2d& triangle : shape.triangles) {
    const Triangle2d t = {scale * triangle[0] + margin, scale * triangle[1] + margin, scale * triangle[2] + margin};
    const glm::vec2 low = (glm::min(glm::min(t[0], t[1]), t[2]) - margin) / cell;
    const glm::vec2 high = (glm::max(glm::max(t[0], t[1]), t[2]) + margin) / cell;
    for (int y = std::max(0, static_cast<int>(low.y)); y <= std::min(grid.height() - 1, static_cast<int>(high.y));
         ++y) {
      for (int x = std::max(0, static_cast<int>(low.x)); x <= std::min(grid.width() - 1, static_cast<int>(high.x));
           ++x) {
        if (grid.get(x, y)) continue;
        const glm::vec2 center = (glm::vec2(x, y) + 0.5f) * cell;
        if (nearest_in_triangle(t, center).distance2 <= reach * reach) grid.set(x, y);
      }
    }
  }
  return grid;
}

/// The square, filled stamp by stamp.
class Board {
 public:
  explicit Board(int side) : taken_(side, side) {}

  struct Place {
    int x = 0, y = 0;
  };
  /// First free place by rows, above row `last_row`; false if there is none.
  bool find(const BitGrid& stamp, int last_row, Place& place) const {
    for (int y = 0; y + stamp.height() <= std::min(taken_.height(), last_row); ++y) {
      for (int x = 0; x + stamp.width() <= taken_.width();) {
        const int skip = collision(stamp, x, y);
        if (skip == 0) {
          place = {x, y};
          return true;
        }
        x += skip;
      }
    }
    return false;
  }

  void put(const BitGrid& stamp, const Place& place) {
    for (int y = 0; y < stamp.height(); ++y) {
      for (int x = 0; x < stamp.width(); ++x) {
        if (stamp.get(x, y)) taken_.set(place.x + x, place.y + y);
      }
    }
  }

 private:
  /// 0 if the stamp fits at (x, y), else by how much it must move on at least.
  int collision(const BitGrid& stamp, int x, int y) const {
    for (int row = 0; row < stamp.height(); ++row) {
      for (int column = 0; column < stamp.width(); column += 64) {
        const std::uint64_t mine = stamp.word(column, row);
        const std::uint64_t both = mine & taken_.word(x + column, y + row);
        if (both == 0) continue;
        // From the hit on, the taken run must be passed by the stamp's run that holds the hit.
        const int hit = std::countr_zero(both);
        int start = hit;
        while (start > 0 && (mine >> (start - 1) & 1) != 0) --start;
        const std::uint64_t run = taken_.word(x + column + hit, y + row);
        return hit - start + std::countr_one(run);
      }
    }
    return 0;
  }

  BitGrid taken_;
};

struct Turned {
  BitGrid stamp;
  int quarters = 0;
};

Placement placement_of(const Turned& turned, const BitGrid& upright, const Board::Place& place, float scale,
                       float margin, float cell) {
  const glm::vec2 box = cell * glm::vec2(upright.width(), upright.height());
  const glm::vec2 at = cell * glm::vec2(place.x, place.y);
  // q = scale * p + margin, then turned inside the stamp's box.
  switch (turned.quarters) {
    case 1:
      return {glm::mat2(0.0f, scale, -scale, 0.0f), at + glm::vec2(box.y - margin, margin)};
    case 2:
      return {glm::mat2(-scale, 0.0f, 0.0f, -scale), at + glm::vec2(box.x - margin, box.y - margin)};
    case 3:
      return {glm::mat2(0.0f, -scale, scale, 0.0f), at + glm::vec2(margin, box.x - margin)};
    default:
      return {glm::mat2(scale, 0.0f, 0.0f, scale), at + margin};
  }
}

bool try_scale(std::span<const ChartShape> shapes, std::span<const std::size_t> order, float scale, float margin,
               Packing& packing, const RunContext& context) {
  const int cells = std::min(kGridSide, packing.side);
  const float cell = static_cast<float>(packing.side) / static_cast<float>(cells);
  Board board(cells);
  std::vector<Placement> placements(shapes.size());
  for (const std::size_t i : order) {
    context.checkpoint();
    std::array<Turned, 4> turned;
    turned[0] = {stamp_of(shapes[i], scale, margin, cell), 0};
    for (int q = 1; q < 4; ++q) {
      turned[static_cast<std::size_t>(q)] = {quarter_turned(turned[static_cast<std::size_t>(q - 1)].stamp), q};
    }
    const Turned* best = nullptr;
    Board::Place best_place;
    int last_row = cells + 1;
    for (const Turned& candidate : turned) {
      Board::Place place;
      // A place counts only if it ends in a higher row than the best so far.
      if (!board.find(candidate.stamp, last_row - 1, place)) continue;
      best = &candidate;
      best_place = place;
      last_row = place.y + candidate.stamp.height();
    }
    if (best == nullptr) return false;
    board.put(best->stamp, best_place);
    placements[i] = placement_of(*best, turned[0].stamp, best_place, scale, margin, cell);
  }
  packing.scale = scale;
  packing.placements = std::move(placements);
  return true;
}

}  // namespace

Packing pack_shapes(std::span<const ChartShape> shapes, int side_px, float margin_px, const RunContext& context) {
  Packing packing = pack_boxes(shapes, side_px, margin_px);
  if (packing.side != side_px || shapes.empty()) return packing;
  std::vector<double> areas(shapes.size());
  double total = 0.0;
  for (std::size_t i = 0; i < shapes.size(); ++i) {
    for (const Triangle2d& triangle : shapes[i].triangles) areas[i] += static_cast<double>(area_of(triangle));
    total += areas[i];
  }
  std::vector<std::size_t> order(shapes.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto box_area = [&](std::size_t i) { return shapes[i].size.x * shapes[i].size.y; };
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return box_area(a) > box_area(b); });
  float scale = static_cast<float>(side_px * std::sqrt(kFullestShare / std::max(total, 1e-12)));
  bool has_packed = false;
  for (int i = 0; i < kMaxTries && scale > packing.scale && !has_packed; ++i) {
    has_packed = try_scale(shapes, order, scale, margin_px, packing, context);
    if (!has_packed) scale *= kShrink;
  }
  if (!has_packed) return packing;
  float too_large = scale / kShrink;
  for (int i = 0; i < kRefiningTries; ++i) {
    const float middle = 0.5f * (packing.scale + too_large);
    if (!try_scale(shapes, order, middle, margin_px, packing, context)) too_large = middle;
  }
  return packing;
}

}  // namespace core::texture
