// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/project/whole_variants.h"

#include "core/image/resize.h"

namespace core::project {
namespace {

std::size_t view_slot(std::size_t anchor) { return anchor * static_cast<std::size_t>(geometry::kViewsPerAnchor); }

}  // namespace

VariantPtr small_copy(const Variant& whole) {
  auto view = std::make_shared<views::View>();
  view->index = whole.view->index;
  view->seed = whole.view->seed;
  view->own = whole.view->own;
  view->rgba = image::resize(whole.view->rgba, kSmallPicturePx, kSmallPicturePx);
  auto variant = std::make_shared<Variant>(whole);
  variant->view = std::move(view);
  variant->is_whole = false;
  return variant;
}

void make_old_variants_small(Workspace& work) {
  for (std::size_t anchor = 0; anchor < geometry::kNumAnchors; ++anchor) {
    auto& list = work.variants[view_slot(anchor)];
    for (std::size_t i = 0; i + kWholePerAnchor < list.size(); ++i) {
      VariantPtr& variant = list[i];
      const bool is_used = variant == work.shown[view_slot(anchor)] || variant == work.choices.own[anchor];
      if (variant->is_whole && !variant->view->own && !is_used) variant = small_copy(*variant);
    }
  }
}

void make_used_variants_whole(Workspace& work, const ReadWhole& read) {
  for (std::size_t anchor = 0; anchor < geometry::kNumAnchors; ++anchor) {
    VariantPtr& shown = work.shown[view_slot(anchor)];
    VariantPtr& own = work.choices.own[anchor];
    for (const VariantPtr* used : {&shown, &own}) {
      const VariantPtr whole = *used && !(*used)->is_whole ? read(**used) : *used;
      if (!whole) continue;
      // One drawing is one object wherever it is named: what is shown is found in the list by its address.
      const auto replace = [&](VariantPtr& variant) {
        if (variant && !variant->is_whole && is_same_drawing(*variant, *whole)) variant = whole;
      };
      for (VariantPtr& variant : work.variants[view_slot(anchor)]) replace(variant);
      replace(shown);
      replace(own);
    }
  }
}

}  // namespace core::project
