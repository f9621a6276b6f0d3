// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/pipeline/preview_anchors.h"

#include "core/pipeline/view_requests.h"
#include "core/views/framing.h"

namespace core::pipeline {

void preview_anchors(const project::Workspace& work, const Tools& tools, const EventSink& sink,
                     const RunContext& context) {
  if (!work.cut_out) return;
  const project::Algorithms algorithms = tools.algorithms_for(work.choices);
  const views::AnchorSet wanted = plan_for(work, algorithms, Goal::Anchors).anchors;
  if (wanted.none()) return;
  const auto source = tools.make_source(work.choices);
  views::AnchorRequest request = anchor_request(work, wanted);
  // A deeper body may need more room around it than the present canvas gives.
  views::Framing framing = work.choices.cut_out.framing;
  framing.turn_deg = 0.0f;  // the front is turned already
  framing.ratio = framing_ratio(work, request.front->rgba, *source, context);
  if (framing.ratio < work.cut_out->framing_ratio) {
    auto front = std::make_shared<views::View>(*request.front);
    front->rgba = views::frame_cutout(front->rgba, framing);
    request.front = front;
  }
  source->draw_anchors(
      request, [&](const views::ViewPtr& view) { sink(PreviewReady{view}); }, context);
}

}  // namespace core::pipeline
