// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>

#include "core/base/run_context.h"
#include "core/geometry/view_ring.h"
#include "core/views/clip_table.h"
#include "core/views/photo_normals.h"
#include "core/views/view.h"

namespace core::views {

/// Outlines that the artist painted for anchors: how much of a pixel the object covers, 0..255, one channel, of the
/// front's size; null where the source is free. A source that shapes no body need not obey them.
using OutlineSet = std::array<std::shared_ptr<const image::Image8>, geometry::kNumAnchors>;

/// A part of an anchor that is drawn again while the rest of its picture stays.
struct AnchorRegion {
  ViewPtr view;        ///< what the anchor shows now; never null
  image::Image8 mask;  ///< one channel, size of the view: 255 is drawn again, 0 stays byte for byte, between is blended
};
using AnchorRegionPtr = std::shared_ptr<const AnchorRegion>;

/// Told while views are drawn: what an anchor is going to look like, as a small RGB picture of any size.
using PreviewView = std::function<void(int index, const image::Image8& rgb)>;

/// What anchors are drawn from.
struct AnchorRequest {
  geometry::RingGeometry ring;
  ViewPtr front;                                      ///< view 0: the framed cut-out (framing.h); never null
  AnchorSet wanted;                                   ///< anchors to draw
  std::array<ViewPtr, geometry::kNumAnchors> held{};  ///< anchors that stay, own pictures among them; null if none
  std::array<std::uint64_t, geometry::kNumAnchors> seeds{};  ///< seed of each wanted anchor
  OutlineSet outlines{};                                     ///< of anchors that are drawn, wanted or held
  /// Of wanted anchors that are drawn again in part; null for those that are drawn whole. A source that only draws
  /// whole views refuses it.
  std::array<AnchorRegionPtr, geometry::kNumAnchors> regions{};
  std::function<FramedPhoto(const RunContext&)> photo;  ///< makes what the front comes from; null if that is gone
  PreviewView preview;                                  ///< null if nobody looks
};

/// What in-betweens are drawn from.
struct ClipRequest {
  geometry::RingGeometry ring;
  ViewPtr front;
  ClipSet wanted;                                        ///< clips to draw, six views each
  std::array<ViewPtr, geometry::kNumAnchors> anchors{};  ///< all eight
  std::uint64_t seed = 43;                               ///< the run's seed
  OutlineSet outlines{};
};

/// Called once per view, as soon as it is final; calls come one at a time, from any thread.
using KeepView = std::function<void(ViewPtr)>;

/// Where views come from. Implemented by core/sketch (and later core/cascade); nothing else knows which one runs.
/// A source keeps no state between calls: equal requests and options give equal views.
class ViewSource {
 public:
  virtual ~ViewSource() = default;

  /// Share of the canvas that the longer side of the cut-out's box takes, so that nothing leaves any view: 7/8 unless
  /// what this source draws would come within 1/64 of a border in any view (contracts.md section 2); at least 5/8.
  /// @param cutout  RGBA picture of any size, turned already
  /// @param wanted  where the artist moved it; its ratio is not looked at
  virtual float framing_ratio(const image::Image8& cutout, const Framing& wanted, const geometry::RingGeometry& ring,
                              const RunContext& context) const = 0;

  /// Draws the requested anchors; those the request holds condition the result.
  virtual void draw_anchors(const AnchorRequest& request, const KeepView& keep, const RunContext& context) const = 0;

  /// Draws the in-betweens of the requested clips (all in one call, so that what they share is prepared once).
  virtual void draw_clips(const ClipRequest& request, const KeepView& keep, const RunContext& context) const = 0;

  /// Whether view 0 is the photo itself and can therefore not be drawn again.
  virtual bool front_is_photo() const = 0;
};

}  // namespace core::views
