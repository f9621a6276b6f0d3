// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>

#include "core/texture/chart_packing.h"

#define STB_RECT_PACK_IMPLEMENTATION
#define STBRP_STATIC
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-function"
#include <stb/stb_rect_pack.h>
#pragma GCC diagnostic pop

namespace core::texture {
namespace {

enum class Turning { Tall, Wide, None };
constexpr int kScaleSteps = 12;
constexpr int kLeastSide = 16;

class BoxPacker {
 public:
  BoxPacker(std::span<const ChartShape> shapes, int side, float margin)
      : shapes_(shapes), side_(side), margin_(margin), nodes_(static_cast<std::size_t>(side)), boxes_(shapes.size()) {}

  /// Tries one scale.
  bool pack(float scale, Turning turning) {
    turning_ = turning;
    for (std::size_t i = 0; i < shapes_.size(); ++i) {
      const glm::vec2& size = shapes_[i].size;
      boxes_[i] = {};
      boxes_[i].id = static_cast<int>(i);
      boxes_[i].w = texels(scale * (is_turned(i) ? size.y : size.x));
      boxes_[i].h = texels(scale * (is_turned(i) ? size.x : size.y));
      if (boxes_[i].w > side_ || boxes_[i].h > side_) return false;
    }
    stbrp_context context;
    stbrp_init_target(&context, side_, side_, nodes_.data(), static_cast<int>(nodes_.size()));
    return stbrp_pack_rects(&context, boxes_.data(), static_cast<int>(boxes_.size())) != 0;
  }

  Packing result(float scale) const {
    Packing packing{scale, side_, std::vector<Placement>(shapes_.size())};
    for (const stbrp_rect& box : boxes_) {
      const auto i = static_cast<std::size_t>(box.id);
      Placement& placement = packing.placements[i];
      placement.offset = glm::vec2(box.x, box.y) + margin_;
      placement.linear = glm::mat2(scale);
      if (!is_turned(i)) continue;
      // (x, y) -> (height - y, x)
      placement.linear = glm::mat2(0.0f, scale, -scale, 0.0f);
      placement.offset.x += scale * shapes_[i].size.y;
    }
    return packing;
  }

 private:
  int texels(float length) const { return static_cast<int>(std::ceil(length + 2.0f * margin_)); }
  bool is_turned(std::size_t i) const {
    if (turning_ == Turning::None) return false;
    return (shapes_[i].size.x > shapes_[i].size.y) == (turning_ == Turning::Tall);
  }

  std::span<const ChartShape> shapes_;
  int side_;
  float margin_;
  Turning turning_ = Turning::None;
  std::vector<stbrp_node> nodes_;
  std::vector<stbrp_rect> boxes_;
};

}  // namespace

Packing pack_boxes(std::span<const ChartShape> shapes, int side_px, float margin_px) {
  double area = 0.0;
  for (const ChartShape& shape : shapes) area += static_cast<double>(shape.size.x) * static_cast<double>(shape.size.y);
  for (int side = std::max(side_px, kLeastSide);;) {
    BoxPacker packer(shapes, side, margin_px);
    const float most = static_cast<float>(side / std::sqrt(std::max(area, 1e-12)));
    Packing best;
    for (const Turning turning : {Turning::Tall, Turning::Wide, Turning::None}) {
      float low = std::max(best.scale, 0.05f * most), high = most;
      if (!packer.pack(low, turning)) continue;
      for (int step = 0; step < kScaleSteps; ++step) {
        const float middle = 0.5f * (low + high);
        (packer.pack(middle, turning) ? low : high) = middle;
      }
      if (low > best.scale && packer.pack(low, turning)) best = packer.result(low);
    }
    if (best.scale > 0.0f) return best;
    if (margin_px > 0.5f) {
      margin_px *= 0.5f;
    } else {
      side *= 2;
    }
  }
}

}  // namespace core::texture
