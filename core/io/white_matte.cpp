// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/io/white_matte.h"

#include <algorithm>
#include <cstddef>

namespace core::io {
namespace {

/// Drawn backgrounds are white up to a little noise.
constexpr int kTolerance = 8;
/// A hole is of pure white on average; a highlight fades to its rim.
constexpr double kMaxHoleDistance = 2.0;
constexpr double kMinHoleShare = 2e-3;  ///< of the picture
constexpr int kEdgePx = 2;
/// Object colours closer to white than this have no edge that could be measured.
constexpr int kMinContrast = 24;

struct Region {
  std::vector<int> pixels;
  double distance_sum = 0.0;
  bool touches_border = false;
};

class WhiteMatte {
 public:
  explicit WhiteMatte(const image::Image8& picture)
      : width_(picture.width()), height_(picture.height()), distance_(picture.num_pixels()) {
    for (std::size_t i = 0; i < distance_.size(); ++i) {
      const std::uint8_t* p = picture.data().data() + i * static_cast<std::size_t>(picture.channels());
      distance_[i] = static_cast<std::uint8_t>(255 - std::min({p[0], p[1], p[2]}));
    }
    is_background_.resize(distance_.size());
  }

  std::vector<std::uint8_t> alpha() {
    std::vector<bool> is_seen(distance_.size());
    for (int start = 0; start < static_cast<int>(distance_.size()); ++start) {
      if (is_seen[index(start)] || distance_[index(start)] > kTolerance) continue;
      const Region region = region_from(start, is_seen);
      const auto area = static_cast<double>(region.pixels.size());
      const double min_hole = std::max(12.0, kMinHoleShare * static_cast<double>(distance_.size()));
      const bool is_hole = area >= min_hole && region.distance_sum <= kMaxHoleDistance * area;
      if (!region.touches_border && !is_hole) continue;
      for (const int i : region.pixels) is_background_[index(i)] = true;
    }
    std::vector<std::uint8_t> alpha(distance_.size());
    for (int y = 0; y < height_; ++y) {
      for (int x = 0; x < width_; ++x) alpha[index(y * width_ + x)] = coverage(x, y);
    }
    return alpha;
  }

 private:
  static std::size_t index(int i) { return static_cast<std::size_t>(i); }

  Region region_from(int start, std::vector<bool>& is_seen) const {
    Region region;
    region.pixels.push_back(start);
    is_seen[index(start)] = true;
    const auto visit = [&](int i) {
      if (is_seen[index(i)] || distance_[index(i)] > kTolerance) return;
      is_seen[index(i)] = true;
      region.pixels.push_back(i);
    };
    for (std::size_t next = 0; next < region.pixels.size(); ++next) {
      const int i = region.pixels[next], x = i % width_, y = i / width_;
      region.distance_sum += distance_[index(i)];
      region.touches_border |= x == 0 || y == 0 || x == width_ - 1 || y == height_ - 1;
      if (x > 0) visit(i - 1);
      if (x < width_ - 1) visit(i + 1);
      if (y > 0) visit(i - width_);
      if (y < height_ - 1) visit(i + width_);
    }
    return region;
  }

  std::uint8_t coverage(int x, int y) const {
    const int i = y * width_ + x;
    if (is_background_[index(i)]) return 0;
    bool is_edge = false;
    int object = 0;
    for (int v = std::max(0, y - kEdgePx); v <= std::min(height_ - 1, y + kEdgePx); ++v) {
      for (int u = std::max(0, x - kEdgePx); u <= std::min(width_ - 1, x + kEdgePx); ++u) {
        const int j = v * width_ + u;
        const bool is_near = std::abs(u - x) + std::abs(v - y) <= kEdgePx;
        if (is_background_[index(j)]) {
          is_edge |= is_near;
        } else {
          object = std::max<int>(object, distance_[index(j)]);
        }
      }
    }
    if (!is_edge || object < kMinContrast) return 255;
    return static_cast<std::uint8_t>((255 * distance_[index(i)] + object / 2) / object);
  }

  int width_, height_;
  std::vector<std::uint8_t> distance_;  ///< of the darkest channel from white
  std::vector<bool> is_background_;
};

}  // namespace

std::vector<std::uint8_t> alpha_over_white(const image::Image8& picture) { return WhiteMatte(picture).alpha(); }

}  // namespace core::io
