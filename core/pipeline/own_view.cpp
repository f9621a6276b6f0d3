// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/pipeline/own_view.h"

#include <algorithm>

#include "core/matting/cut_out.h"
#include "core/views/framing.h"

namespace core::pipeline {
namespace {

project::VariantPtr own_variant(int index, image::Image8 rgba) {
  auto view = std::make_shared<views::View>();
  view->index = index;
  view->own = true;
  view->rgba = std::move(rgba);
  return project::make_variant(view, {});
}

project::VariantPtr shrunk(const project::VariantPtr& variant, float scale) {
  if (scale >= 1.0f) return variant;
  return own_variant(variant->view->index, views::shrunk_about_center(variant->view->rgba, scale));
}

}  // namespace

OwnView make_own_view(const project::Workspace& work, const image::Image8& picture, bool has_alpha, int anchor,
                      const Tools& tools, const RunContext& context) {
  if (anchor < 0 || anchor >= geometry::kNumAnchors) throw Error(ErrorCode::Usage, "There are eight anchors, 0 to 7.");
  const int index = anchor * geometry::kViewsPerAnchor;
  if (anchor == 0) {
    const image::Image8 cutout = matting::cut_out(picture, has_alpha, {}, context);
    const float ratio = work.cut_out ? work.cut_out->framing_ratio : work.choices.cut_out.largest_ratio;
    return {own_variant(index, views::frame_cutout(cutout, ratio)), ratio, ratio};
  }
  const project::Workspace ready = bring_up_to_date(
      work, Goal::CutOut, tools, [](const Event&) {}, context.part(0.0, 0.5));
  if (!ready.cut_out)
    throw Error(ErrorCode::Usage, "An own picture needs a main picture to be fitted to. Open one first.");
  const image::Image8 cutout = matting::cut_out(picture, has_alpha, {}, context.part(0.5, 1.0));
  const float present = ready.cut_out->framing_ratio;
  const float ratio = views::framing_ratio_beside(cutout, ready.cut_out->front, present);
  return {own_variant(index, views::frame_own_picture(cutout, ready.cut_out->front, ratio / present)), ratio, present};
}

project::Choices with_own_view(const project::Workspace& work, int anchor, const OwnView& own) {
  project::Choices choices = work.choices;
  // An own picture that came in between may have asked for a smaller framing than the one this was fitted to.
  const float present = std::min(choices.cut_out.largest_ratio, own.present_ratio);
  const float wanted = std::min(present, own.framing_ratio);
  if (wanted < present) {
    choices.cut_out.largest_ratio = wanted;
    for (project::VariantPtr& variant : choices.own) {
      if (variant && variant->view->own) variant = shrunk(variant, wanted / present);
    }
  }
  choices.own[static_cast<std::size_t>(anchor)] = shrunk(own.variant, wanted / own.framing_ratio);
  return choices;
}

}  // namespace core::pipeline
