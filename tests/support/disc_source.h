// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>

#include "core/views/clip_table.h"
#include "core/views/framing.h"
#include "core/views/view_source.h"

namespace support {

/// A source whose views are flat discs: quick, and different for every seed.
class DiscSource : public core::views::ViewSource {
 public:
  /// @param side_px  of its pictures
  explicit DiscSource(int side_px = core::views::kCanvasPx) : side_px_(side_px) {}

  float framing_ratio(const core::image::Image8&, const core::views::Framing&, const core::geometry::RingGeometry&,
                      const core::RunContext&) const override {
    return 0.875f;
  }
  void draw_anchors(const core::views::AnchorRequest& request, const core::views::KeepView& keep,
                    const core::RunContext& context) const override {
    for (std::size_t anchor = 0; anchor < request.wanted.size(); ++anchor) {
      if (!request.wanted[anchor]) continue;
      context.checkpoint();
      const auto drawn = disc(static_cast<int>(anchor) * 4, anchor == 0 ? 0 : request.seeds[anchor]);
      keep(request.regions[anchor] ? within(*request.regions[anchor], *drawn) : drawn);
    }
  }
  void draw_clips(const core::views::ClipRequest& request, const core::views::KeepView& keep,
                  const core::RunContext& context) const override {
    for (std::size_t clip = 0; clip < request.wanted.size(); ++clip) {
      if (!request.wanted[clip]) continue;
      context.checkpoint();
      for (const int view : core::views::clip_views(static_cast<int>(clip))) keep(disc(view, request.seed));
    }
  }
  bool front_is_photo() const override { return true; }

  static core::image::Image8 disc_picture(std::uint64_t seed, int side = 64) {
    core::image::Image8 rgba(side, side, 4);
    for (int y = 0; y < side; ++y) {
      for (int x = 0; x < side; ++x) {
        const int dx = x - side / 2, dy = y - side / 2;
        auto* pixel = rgba.pixel(x, y);
        pixel[0] = static_cast<std::uint8_t>(seed * 37);
        pixel[1] = static_cast<std::uint8_t>(seed * 91);
        pixel[2] = 128;
        pixel[3] = dx * dx + dy * dy < side * side / 8 ? 255 : 0;
      }
    }
    return rgba;
  }

 private:
  static core::views::ViewPtr within(const core::views::AnchorRegion& region, const core::views::View& drawn) {
    auto view = std::make_shared<core::views::View>(*region.view);
    view->seed = drawn.seed;
    for (std::size_t i = 0; i < region.mask.num_pixels(); ++i) {
      if (region.mask.data()[i] > 0) std::copy_n(drawn.rgba.data().data() + 4 * i, 4, view->rgba.data().data() + 4 * i);
    }
    return view;
  }
  core::views::ViewPtr disc(int index, std::uint64_t seed) const {
    auto view = std::make_shared<core::views::View>();
    view->index = index;
    view->seed = seed;
    view->rgba = disc_picture(seed, side_px_);
    return view;
  }

  int side_px_;
};

}  // namespace support
