// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/pipeline/own_view.h"

#include <algorithm>
#include <cmath>
#include <glm/trigonometric.hpp>
#include <utility>

#include "core/image/alpha.h"
#include "core/matting/cut_out.h"
#include "core/pipeline/options.h"
#include "core/sketch/sketch_source.h"
#include "core/views/canvas_move.h"
#include "core/views/framing.h"

namespace core::pipeline {
namespace {

using views::CanvasMove;

project::VariantPtr own_variant(int index, image::Image8 rgba, image::Image8 normal = {}) {
  auto view = std::make_shared<views::View>();
  view->index = index;
  view->own = true;
  view->rgba = std::move(rgba);
  view->normal = std::move(normal);
  return project::make_variant(view, {});
}

image::Image8 moved_normals(const image::Image8& normal, const CanvasMove& move) {
  if (normal.is_empty()) return {};
  image::Image8 result = views::moved(normal, move);
  for (std::size_t i = 0; i < result.num_pixels(); ++i) {
    std::uint8_t* pixel = result.data().data() + 4 * i;
    if (pixel[3] == 0) std::fill_n(pixel, 3, std::uint8_t{255});
  }
  return result;
}

project::OwnNormalsPtr moved(const project::OwnNormalsPtr& normals, const CanvasMove& move) {
  if (move == CanvasMove{}) return normals;
  return project::make_own_normals(moved_normals(normals->rgba, move));
}

project::VariantPtr moved(const project::VariantPtr& variant, const CanvasMove& move) {
  if (move == CanvasMove{}) return variant;
  const views::View& view = *variant->view;
  return own_variant(view.index, views::moved(view.rgba, move), moved_normals(view.normal, move));
}

image::Image8 picture_of(const image::Image8& coverage) {
  return image::with_alpha(image::Image8(coverage.width(), coverage.height(), 4), coverage);
}

project::PaintedOutlinePtr moved(const project::PaintedOutlinePtr& outline, const CanvasMove& move) {
  if (move == CanvasMove{}) return outline;
  return project::make_painted_outline(image::alpha_of(views::moved(picture_of(outline->coverage), move)));
}

/// What the artist gave for an anchor. A held variant of the source stays as it was drawn.
void move_what_lies_on(std::size_t anchor, project::Choices& choices, const CanvasMove& move) {
  if (auto& own = choices.own[anchor]; own && own->view->own) own = moved(own, move);
  if (auto& outline = choices.outlines[anchor]) outline = moved(outline, move);
  if (auto& normals = choices.own_normals[anchor]) normals = moved(normals, move);
}

/// Lowers the framing that is asked for, and makes what the artist gave smaller with it.
void lower_framing(project::Choices& choices, float present, float wanted) {
  if (wanted >= present) return;
  choices.cut_out.largest_ratio = wanted;
  for (std::size_t anchor = 0; anchor < choices.own.size(); ++anchor)
    move_what_lies_on(anchor, choices, {wanted / present});
}

image::AlphaBox box_of(const image::Image8& coverage) { return image::alpha_box(picture_of(coverage), 127); }

/// How far an outline reaches from the middle of its canvas, as a share of half a side.
float reach_of(const image::Image8& coverage) {
  const int size = coverage.width();
  const image::AlphaBox box = box_of(coverage);
  const int farthest = std::max({size - 2 * box.left, 2 * box.right - size, size - 2 * box.top, 2 * box.bottom - size});
  return static_cast<float>(farthest) / static_cast<float>(size);
}

using OwnPictures = std::array<project::VariantPtr, geometry::kNumAnchors>;

/// The same pictures with the normals of the sketch body that they shape together.
/// @param front  the cut-out, framed as the pictures are
OwnPictures with_body_normals(OwnPictures own, const views::ViewPtr& front, const project::Choices& choices,
                              const geometry::RingGeometry& ring, const RunContext& context) {
  views::AnchorRequest request;
  request.ring = ring;
  request.front = own[0] ? own[0]->view : front;
  for (std::size_t anchor = 0; anchor < own.size(); ++anchor) {
    if (!own[anchor]) continue;
    request.held[anchor] = own[anchor]->view;
    request.wanted.set(anchor);
  }
  request.outlines = choices.outline_set();
  sketch::SketchSource(from_values<SketchOptions>(choices.sketch))
      .draw_anchors(
          request,
          [&](const views::ViewPtr& view) {
            own[static_cast<std::size_t>(view->index / geometry::kViewsPerAnchor)] = project::make_variant(view, {});
          },
          context);
  return own;
}

/// Gives a framed own picture its normals, and those of the others that change with the body.
void estimate_normals(const project::Workspace& work, const image::Image8& front_canvas, OwnView& own,
                      const RunContext& context) {
  project::Choices choices = work.choices;
  lower_framing(choices, own.present_ratio, own.framing_ratio);
  const auto slot = static_cast<std::size_t>(own.variant->view->index / geometry::kViewsPerAnchor);
  choices.own[slot] = own.variant;
  // A held variant of the source is no own picture: it keeps its normals and shapes nothing.
  for (project::VariantPtr& variant : choices.own) {
    if (variant && !variant->view->own) variant = nullptr;
  }
  auto front = std::make_shared<views::View>();
  front->rgba = own.framing_ratio < own.present_ratio
                    ? views::moved(front_canvas, {own.framing_ratio / own.present_ratio})
                    : front_canvas;
  const OwnPictures estimated = with_body_normals(choices.own, front, choices, work.ring, context);
  own.variant = estimated[slot];
  for (std::size_t anchor = 0; anchor < estimated.size(); ++anchor) {
    if (anchor != slot && estimated[anchor]) own.others.push_back({work.choices.own[anchor], estimated[anchor]});
  }
}

}  // namespace

OwnView make_own_view(const project::Workspace& work, const image::Image8& picture, bool has_alpha, int anchor,
                      const Tools& tools, const RunContext& context) {
  if (anchor < 0 || anchor >= geometry::kNumAnchors) throw Error(ErrorCode::Usage, "There are eight anchors, 0 to 7.");
  const int index = anchor * geometry::kViewsPerAnchor;
  const project::Workspace ready = bring_up_to_date(
      work, Goal::CutOut, tools, [](const Event&) {}, context.part(0.0, 0.4));
  if (!ready.cut_out)
    throw Error(ErrorCode::Usage, "An own picture needs a main picture to be fitted to. Open one first.");
  const image::Image8 cutout = matting::cut_out(picture, has_alpha, {}, context.part(0.4, 0.7));
  const image::Image8& front = ready.cut_out->front;
  const float present = ready.cut_out->framing_ratio;
  const bool is_front = anchor == 0;
  const float ratio = is_front ? present : views::framing_ratio_beside(cutout, front, present);
  OwnView own{own_variant(index, is_front ? views::frame_cutout(cutout, ratio)
                                          : views::frame_own_picture(cutout, front, ratio / present)),
              ratio,
              present,
              {}};
  estimate_normals(ready, front, own, context.part(0.7, 1.0));
  return own;
}

project::Choices with_own_view(const project::Workspace& work, int anchor, const OwnView& own) {
  project::Choices choices = work.choices;
  // An own picture that came in between may have asked for a smaller framing than the one this was fitted to.
  const float present = std::min(choices.cut_out.largest_ratio, own.present_ratio);
  const float wanted = std::min(present, own.framing_ratio);
  lower_framing(choices, present, wanted);
  for (const OwnView::Other& other : own.others) {
    const auto slot = static_cast<std::size_t>(other.after->view->index / geometry::kViewsPerAnchor);
    if (work.choices.own[slot] == other.before) choices.own[slot] = other.after;
  }
  choices.own[static_cast<std::size_t>(anchor)] = moved(own.variant, {wanted / own.framing_ratio});
  choices.outlines[static_cast<std::size_t>(anchor)] = nullptr;  // the picture has one
  choices.own_normals[static_cast<std::size_t>(anchor)] = nullptr;
  choices.regions[static_cast<std::size_t>(anchor)] = nullptr;
  return choices;
}

bool can_outline(const image::Image8& coverage) {
  const image::AlphaBox box = box_of(coverage);
  return std::max(box.width(), box.height()) >= views::kMinCutoutPx;
}

project::Choices with_painted_outline(const project::Workspace& work, int anchor, image::Image8 coverage) {
  const float present = work.cut_out ? work.cut_out->framing_ratio : work.choices.cut_out.largest_ratio;
  const float reach = reach_of(coverage);
  const float room = 1.0f - 2.0f * views::kBorderShare;
  const float wanted = std::max(views::kMinFramingRatio, present * std::min(1.0f, room / reach));
  project::Choices choices = work.choices;
  choices.outlines[static_cast<std::size_t>(anchor)] = project::make_painted_outline(std::move(coverage));
  lower_framing(choices, present, wanted);
  return choices;
}

float framing_change(const project::Workspace& work, const views::Framing& framing, const Tools& tools,
                     const RunContext& context) {
  const auto ratio_of = [&](project::Workspace framed, const RunContext& part) {
    return bring_up_to_date(
               std::move(framed), Goal::CutOut, tools, [](const Event&) {}, part)
        .cut_out->framing_ratio;
  };
  project::Workspace other = work;
  other.choices.cut_out.framing = framing;
  return ratio_of(std::move(other), context.part(0.5, 1.0)) / ratio_of(work, context.part(0.0, 0.5));
}

project::Choices with_framing(const project::Workspace& work, const views::Framing& framing, float scale) {
  project::Choices choices = work.choices;
  const views::Framing before = std::exchange(choices.cut_out.framing, framing);
  const float right = framing.x - scale * before.x, down = framing.y - scale * before.y;
  for (std::size_t anchor = 0; anchor < choices.own.size(); ++anchor) {
    // What moves right as seen from the front moves left as seen from behind, and to or fro as seen from a side.
    const int view = static_cast<int>(anchor) * geometry::kViewsPerAnchor;
    const float azimuth = glm::radians(geometry::azimuth_deg(view));
    move_what_lies_on(anchor, choices, {scale, right * std::cos(azimuth), down});
  }
  return choices;
}

}  // namespace core::pipeline
