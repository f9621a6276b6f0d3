// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/image/image.h"
#include "core/views/view.h"

namespace core::views {

inline constexpr int kCanvasPx = 256;
inline constexpr float kFramingRatio = 7.0f / 8.0f;  ///< 224 of 256 pixels
inline constexpr float kMinFramingRatio = 5.0f / 8.0f;
inline constexpr float kBorderShare = 1.0f / 64.0f;  ///< of the canvas, kept free at each border in every view
inline constexpr int kMinCutoutPx = 16;              ///< smaller cut-outs are refused

/// How a cut-out lies on the canvas of view 0. As it is made: as the original places it.
struct Framing {
  float ratio = kFramingRatio;  ///< share of the canvas that the longer side of the cut-out's box takes, at most
  float x = 0.0f, y = 0.0f;     ///< of its box's middle, right of and below the canvas's: shares of the canvas
  float turn_deg = 0.0f;        ///< clockwise, before it is framed

  bool operator==(const Framing&) const = default;
};
inline constexpr float kMinHandRatio = 0.25f, kMaxShift = 0.25f, kMaxTurn_deg = 180.0f;
/// The framing with each value in its range; what is not finite is as it is made.
Framing within_limits(const Framing& framing);

/// The canvas of view 0: the box of alpha > 0 of a cut-out, scaled (Pillow bicubic, premultiplied) so that its longer
/// side takes `ratio` of the canvas, centred, transparent around. Follows the original's crop and rounding:
/// reference/stage1-anchor-views.md 1.6.
/// @throws Error(Empty) if the cut-out is empty or its box is under 16 pixels on its longer side
image::Image8 frame_cutout(const image::Image8& cutout_rgba, float ratio = kFramingRatio, int canvas_px = kCanvasPx);
/// The same as the artist frames it: turned, at that ratio, moved.
image::Image8 frame_cutout(const image::Image8& cutout_rgba, const Framing& framing, int canvas_px = kCanvasPx);

/// What belongs to a cut-out pixel by pixel (its normals), on the canvas of frame_cutout(): turned, scaled and placed
/// alike, white around.
/// @param rgb  three channels, size of the cut-out
/// @throws Error(Empty) as frame_cutout; Error(Usage) for another size
image::Image8 frame_like_cutout(const image::Image8& rgb, const image::Image8& cutout_rgba, const Framing& framing = {},
                                int canvas_px = kCanvasPx);

/// Largest ratio at which a cut-out that is moved so stays clear of the canvas's borders (kBorderShare).
/// @param cutout_rgba  turned already
float ratio_with_room(const image::Image8& cutout_rgba, const Framing& framing);

/// Canvas size at which the cut-out keeps about its own resolution: a multiple of 64 in 256..max_px.
int detail_canvas_px(const image::Image8& cutout_rgba, float ratio, int max_px = 2048);

/// Largest framing ratio, `present` at most, at which an own picture's cut-out at the front's height stays on 7/8 of
/// the canvas.
/// @param front_canvas  view 0, framed at `present`
/// @throws Error(Empty) as frame_cutout; Error(LimitExceeded) if it is far wider even at kMinFramingRatio
float framing_ratio_beside(const image::Image8& own_cutout_rgba, const image::Image8& front_canvas, float present);

/// An own picture for an anchor on the canvas of view 0: its cut-out is scaled to the same top and bottom as `front`'s
/// and centred in x (elevation 0 keeps heights the same all round, up to perspective).
/// @param shrink  the front is going to be this much smaller than on `front_canvas`
/// @throws Error(Empty) as frame_cutout
image::Image8 frame_own_picture(const image::Image8& cutout_rgba, const image::Image8& front_canvas,
                                float shrink = 1.0f);

}  // namespace core::views
