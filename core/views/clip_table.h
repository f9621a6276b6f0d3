// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <bitset>

#include "core/geometry/view_ring.h"

/// The four clips of in-betweens: clip c is held by the anchors 2c - 1, 2c, 2c + 1 (mod 8) and holds the six views
/// between them. Source: reference/stage2-interpolation.md 1.2.
namespace core::views {

inline constexpr int kNumClips = 4;
inline constexpr int kViewsPerClip = 6;
using ClipSet = std::bitset<kNumClips>;
using AnchorSet = std::bitset<geometry::kNumAnchors>;

/// Anchors (0..7) that hold a clip: start, middle, end.
constexpr std::array<int, 3> clip_anchors(int clip) { return {(2 * clip + 7) % 8, 2 * clip, 2 * clip + 1}; }

/// Frame of a clip (0 at the start anchor, 4 at the middle, 8 at the end) that its i-th in-between is.
constexpr int clip_frame(int i) { return i < 3 ? i + 1 : i + 2; }

/// View indices (0..31) a clip holds, in azimuth order from its start anchor.
constexpr std::array<int, kViewsPerClip> clip_views(int clip) {
  const int start = clip_anchors(clip)[0] * geometry::kViewsPerAnchor;
  std::array<int, kViewsPerClip> views{};
  for (int i = 0; i < kViewsPerClip; ++i) {
    views[static_cast<std::size_t>(i)] = (start + clip_frame(i)) % geometry::kNumViews;
  }
  return views;
}

/// Clips that depend on an anchor: one for an even anchor, two for an odd one.
constexpr ClipSet clips_of_anchor(int anchor) {
  ClipSet clips;
  if (anchor % 2 == 0) return ClipSet(1ull << (anchor / 2));
  return ClipSet((1ull << (anchor / 2)) | (1ull << (((anchor + 1) / 2) % kNumClips)));
}

/// Clip an in-between belongs to.
constexpr int clip_of_view(int view) { return ((view + geometry::kViewsPerAnchor) % geometry::kNumViews) / 8; }

}  // namespace core::views
