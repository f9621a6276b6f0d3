// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/pipeline/view_requests.h"

#include <algorithm>

#include "core/matting/cut_out.h"

namespace core::pipeline {
namespace {

matting::CutOutHints hints_of(const project::CutOutChoice& choice) {
  matting::CutOutHints hints;
  if (choice.box) hints.box = matting::Box{(*choice.box)[0], (*choice.box)[1], (*choice.box)[2], (*choice.box)[3]};
  if (choice.strokes) hints.strokes = *choice.strokes;
  hints.keeps_largest = choice.keeps_largest;
  return hints;
}

/// The photo as it came onto the canvas. Its full cut-out is not kept, but the same choices give the same again.
views::FramedPhoto framed_photo(const project::Workspace& work, const RunContext& context) {
  views::Framing framing = work.choices.cut_out.framing;
  framing.ratio = work.cut_out->framing_ratio;
  return {std::shared_ptr<const image::Image8>(work.picture, &work.picture->rgba),
          cut_out_of(work, RunContext(context.stop_token(), {})), work.cut_out->front, framing};
}

}  // namespace

image::Image8 cut_out_of(const project::Workspace& work, const RunContext& context) {
  return matting::cut_out(work.picture->rgba, work.picture->has_alpha, hints_of(work.choices.cut_out), context);
}

float framing_ratio(const project::Workspace& work, const image::Image8& cutout, const views::ViewSource& source,
                    const RunContext& context) {
  const project::CutOutChoice& choice = work.choices.cut_out;
  return std::min({choice.largest_ratio, choice.framing.ratio, views::ratio_with_room(cutout, choice.framing),
                   source.framing_ratio(cutout, choice.framing, work.ring, context)});
}

views::ViewPtr front_view(const project::Workspace& work) {
  auto front = std::make_shared<views::View>();
  front->index = 0;
  front->rgba = work.cut_out->front;
  return front;
}

std::array<views::ViewPtr, geometry::kNumAnchors> shown_anchors(const project::Workspace& work) {
  std::array<views::ViewPtr, geometry::kNumAnchors> anchors{};
  for (std::size_t anchor = 0; anchor < anchors.size(); ++anchor) {
    const auto& shown = work.shown[anchor * geometry::kViewsPerAnchor];
    if (shown) anchors[anchor] = shown->view;
  }
  return anchors;
}

views::AnchorRequest anchor_request(const project::Workspace& work, const views::AnchorSet& wanted) {
  views::AnchorRequest request;
  request.ring = work.ring;
  request.front = front_view(work);
  request.wanted = wanted;
  request.held = shown_anchors(work);
  for (std::size_t anchor = 0; anchor < wanted.size(); ++anchor) {
    if (wanted[anchor]) request.held[anchor] = nullptr;
  }
  request.seeds = work.choices.anchor_seeds;
  request.outlines = work.choices.outline_set();
  request.regions = work.choices.regions;
  if (work.picture->rgba != work.cut_out->front) {
    request.photo = [&work](const RunContext& context) { return framed_photo(work, context); };
  }
  return request;
}

views::ClipRequest clip_request(const project::Workspace& work, const views::ClipSet& wanted) {
  views::ClipRequest request;
  request.ring = work.ring;
  request.front = front_view(work);
  request.wanted = wanted;
  request.anchors = shown_anchors(work);
  request.seed = work.choices.seed;
  request.outlines = work.choices.outline_set();
  return request;
}

}  // namespace core::pipeline
