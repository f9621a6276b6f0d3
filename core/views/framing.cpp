// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/views/framing.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "core/base/error.h"
#include "core/image/alpha.h"
#include "core/image/resize.h"
#include "core/image/turn.h"
#include "core/views/canvas_move.h"

namespace core::views {
namespace {

/// Less of the front's height than this and outlines contradict each other too much to shape one body.
constexpr double kLeastOwnHeight = 0.85;

image::Image8 cropped(const image::Image8& picture, const image::AlphaBox& box) {
  image::Image8 result(box.width(), box.height(), picture.channels());
  for (int y = 0; y < box.height(); ++y) {
    const std::uint8_t* from = picture.pixel(box.left, box.top + y);
    std::copy(from, from + picture.channels() * box.width(), result.pixel(0, y));
  }
  return result;
}

/// The box as the original takes it: its last row and column are excluded. Checked for size.
image::AlphaBox checked_box(const image::Image8& rgba) {
  image::AlphaBox box = image::alpha_box(rgba);
  if (box.is_empty()) {
    throw Error(
        ErrorCode::Empty,
        "The cut-out is empty. Paint the object with the brush, or give a picture with a transparent background.");
  }
  if (std::max(box.width(), box.height()) < kMinCutoutPx) {
    throw Error(ErrorCode::Empty,
                fmt::format("The cut-out is only {} x {} pixels; at least {} on the longer side are needed.",
                            box.width(), box.height(), kMinCutoutPx));
  }
  if (box.width() > 1) --box.right;
  if (box.height() > 1) --box.bottom;
  return box;
}

/// The part of a picture where a cut-out has its object, on an empty canvas. Both are turned already.
image::Image8 framed(const image::Image8& picture, const image::Image8& cutout_rgba, const Framing& framing,
                     image::Image8 canvas) {
  const image::AlphaBox box = checked_box(cutout_rgba);
  const int crop_size = static_cast<int>(std::lround(framing.ratio * static_cast<float>(canvas.width())));
  const double scale = static_cast<double>(crop_size) / std::max(box.width(), box.height());
  const int width = std::max(1, static_cast<int>(scale * box.width()));
  const int height = std::max(1, static_cast<int>(scale * box.height()));
  const image::Image8 scaled = image::resize(cropped(picture, box), width, height);
  const auto shift_px = [&](float share) {
    return static_cast<int>(std::lround(share * static_cast<float>(canvas.width())));
  };
  paste(canvas, scaled, (canvas.width() - width) / 2 + shift_px(framing.x),
        (canvas.height() - height) / 2 + shift_px(framing.y));
  return canvas;
}

/// Scale at which a cut-out is as high as the front.
double same_height_scale(const image::AlphaBox& box, const image::Image8& front_canvas) {
  return static_cast<double>(std::max(1, image::alpha_box(front_canvas, 127).height())) / box.height();
}

}  // namespace

Framing within_limits(const Framing& framing) {
  const Framing usual;
  const auto limited = [](float value, float low, float high, float otherwise) {
    return std::isfinite(value) ? std::clamp(value, low, high) : otherwise;
  };
  return {limited(framing.ratio, kMinHandRatio, kFramingRatio, usual.ratio),
          limited(framing.x, -kMaxShift, kMaxShift, usual.x), limited(framing.y, -kMaxShift, kMaxShift, usual.y),
          limited(framing.turn_deg, -kMaxTurn_deg, kMaxTurn_deg, usual.turn_deg)};
}

image::Image8 frame_cutout(const image::Image8& cutout_rgba, float ratio, int canvas_px) {
  return frame_cutout(cutout_rgba, Framing{ratio}, canvas_px);
}

image::Image8 frame_cutout(const image::Image8& cutout_rgba, const Framing& framing, int canvas_px) {
  image::Image8 canvas(canvas_px, canvas_px, 4);
  if (framing.turn_deg == 0.0f) return framed(cutout_rgba, cutout_rgba, framing, std::move(canvas));
  const image::Image8 turned = image::turned(cutout_rgba, framing.turn_deg);
  return framed(turned, turned, framing, std::move(canvas));
}

image::Image8 frame_like_cutout(const image::Image8& rgb, const image::Image8& cutout_rgba, const Framing& framing,
                                int canvas_px) {
  if (rgb.channels() != 3 || rgb.width() != cutout_rgba.width() || rgb.height() != cutout_rgba.height()) {
    throw Error(ErrorCode::Usage, "A picture that is framed like a cut-out must be RGB and of the cut-out's size.");
  }
  image::Image8 canvas(canvas_px, canvas_px, 3, 255);
  if (framing.turn_deg == 0.0f) return framed(rgb, cutout_rgba, framing, std::move(canvas));
  return framed(image::turned(rgb, framing.turn_deg), image::turned(cutout_rgba, framing.turn_deg), framing,
                std::move(canvas));
}

float ratio_with_room(const image::Image8& cutout_rgba, const Framing& framing) {
  const image::AlphaBox box = checked_box(cutout_rgba);
  const auto longer = static_cast<float>(std::max(box.width(), box.height()));
  const auto room = [&](float shift, int side) {
    return 2.0f * (0.5f - kBorderShare - std::abs(shift)) * longer / static_cast<float>(side);
  };
  return std::min(room(framing.x, box.width()), room(framing.y, box.height()));
}

int detail_canvas_px(const image::Image8& cutout_rgba, float ratio, int max_px) {
  const image::AlphaBox box = image::alpha_box(cutout_rgba);
  const int longer = std::max(box.width(), box.height());
  const int exact = static_cast<int>(static_cast<float>(longer) / ratio);
  return std::clamp((exact + 63) / 64 * 64, kCanvasPx, max_px);
}

float framing_ratio_beside(const image::Image8& own_cutout_rgba, const image::Image8& front_canvas, float present) {
  const image::AlphaBox box = checked_box(own_cutout_rgba);
  const double wanted_px = same_height_scale(box, front_canvas) * box.width();
  const double widest_px = static_cast<double>(front_canvas.width()) * kFramingRatio;
  const double ratio = std::min(1.0, widest_px / wanted_px) * present;
  if (ratio < kLeastOwnHeight * kMinFramingRatio) {
    throw Error(
        ErrorCode::LimitExceeded,
        fmt::format("Beside the main picture this own picture is too wide: at the same height it would be {:.0f} "
                    "pixels wide, and the canvas holds {:.0f} even with everything made smaller. Open the wide "
                    "picture as the main picture and use the other one as the own picture of a side.",
                    wanted_px, widest_px * present / kMinFramingRatio));
  }
  return std::max(static_cast<float>(ratio), kMinFramingRatio);
}

image::Image8 frame_own_picture(const image::Image8& cutout_rgba, const image::Image8& front_canvas, float shrink) {
  const image::AlphaBox box = checked_box(cutout_rgba);
  const image::AlphaBox front = image::alpha_box(front_canvas, 127);
  const int canvas_px = front_canvas.width();
  const double widest = static_cast<double>(canvas_px) * kFramingRatio / box.width();
  const double scale = std::min(same_height_scale(box, front_canvas) * shrink, widest);
  const int width = std::max(1, static_cast<int>(std::lround(scale * box.width())));
  const int height = std::max(1, static_cast<int>(std::lround(scale * box.height())));
  const image::Image8 scaled = image::resize(cropped(cutout_rgba, box), width, height);
  const double middle = 0.5 * canvas_px + shrink * 0.5 * (front.top + front.bottom - canvas_px);
  image::Image8 canvas(canvas_px, canvas_px, 4);
  paste(canvas, scaled, (canvas_px - width) / 2, static_cast<int>(std::floor(middle - 0.5 * height)));
  return canvas;
}

}  // namespace core::views
