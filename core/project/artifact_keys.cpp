// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/project/artifact_keys.h"

#include <algorithm>

#include "core/project/stored_values.h"

namespace core::project {
namespace {

void add_options(ContentHasher& hasher, const OptionValues& values) {
  hasher.add(values.size());
  for (const auto& [name, value] : values) {
    hasher.add(name).add(value.index());
    std::visit(
        [&](const auto& held) {
          if constexpr (std::is_same_v<std::decay_t<decltype(held)>, std::string>) {
            hasher.add(std::string_view(held));
          } else {
            hasher.add(held);
          }
        },
        value);
  }
}

/// Own pictures and painted outlines shape the body, so every drawn view depends on all of them. A held variant of the
/// source shapes nothing: only the in-betweens beside it and the surface look at it.
void add_shaping(ContentHasher& hasher, const Choices& choices) {
  for (const VariantPtr& own : choices.own) hasher.add(own && own->view->own ? own->content : ContentKey{});
  for (std::size_t anchor = 0; anchor < choices.outlines.size(); ++anchor) {
    if (choices.outlines[anchor]) hasher.add("outline").add(anchor).add(choices.outlines[anchor]->key);
  }
}

void add_source(ContentHasher& hasher, const Workspace& work, const Algorithms& algorithms) {
  hasher.add(algorithms.source).add(work.ring.distance).add(work.ring.fov_deg);
  add_options(hasher, work.choices.sketch);
  hasher.add(cut_out_key(work, algorithms));
  add_shaping(hasher, work.choices);
}

template <class List>
auto find_inputs(const List& list, const ContentKey& inputs) {
  return std::find_if(list.rbegin(), list.rend(), [&](const auto& entry) { return entry->inputs == inputs; });
}

void settle_anchor(Workspace& work, const Algorithms& algorithms, int anchor) {
  const std::size_t view = static_cast<std::size_t>(anchor * geometry::kViewsPerAnchor);
  if (work.choices.locked[view] && work.shown[view]) return;
  if (const VariantPtr& own = work.choices.own[static_cast<std::size_t>(anchor)]) {
    work.shown[view] = own;
    return;
  }
  const auto found = find_inputs(work.variants[view], anchor_key(work, algorithms, anchor));
  if (found != work.variants[view].rend()) work.shown[view] = *found;
}

void settle_in_between(Workspace& work, const Algorithms& algorithms, int view) {
  const std::size_t slot = static_cast<std::size_t>(view);
  if (work.choices.locked[slot] && work.shown[slot]) return;
  const auto found = find_inputs(work.variants[slot], view_key(work, algorithms, view));
  if (found != work.variants[slot].rend()) work.shown[slot] = *found;
}

template <class Ptr>
void keep_newest(std::vector<Ptr>& list, Ptr entry) {
  std::erase_if(list, [&](const Ptr& old) { return old->inputs == entry->inputs; });
  list.push_back(std::move(entry));
  if (list.size() > Workspace::kMaxKept) list.erase(list.begin());
}

void keep_newest_drawings(std::vector<VariantPtr>& drawings, const VariantPtr& shown) {
  for (auto oldest = drawings.begin(); drawings.size() > kKeptInBetweens && oldest != drawings.end();) {
    oldest = *oldest == shown ? oldest + 1 : drawings.erase(oldest);
  }
}

}  // namespace

ContentKey cut_out_key(const Workspace& work, const Algorithms& algorithms) {
  if (!work.picture) return {};
  ContentHasher hasher;
  hasher.add("cut-out").add(algorithms.cut_out).add(work.picture->key);
  const CutOutChoice& choice = work.choices.cut_out;
  hasher.add(choice.box.has_value());
  if (choice.box) {
    for (const int side : *choice.box) hasher.add(side);
  }
  if (choice.strokes) hasher.add(strokes_key(choice));
  hasher.add(choice.largest_ratio);
  if (choice.keeps_largest) hasher.add("largest");
  if (const views::Framing& framing = choice.framing; framing != views::Framing{})
    hasher.add("framing").add(framing.ratio).add(framing.x).add(framing.y).add(framing.turn_deg);
  // The framing depends on the body that the source will make of the cut-out.
  hasher.add(algorithms.source);
  add_options(hasher, work.choices.sketch);
  return hasher.key();
}

ContentKey anchor_key(const Workspace& work, const Algorithms& algorithms, int anchor) {
  if (!work.picture) return {};
  ContentHasher hasher;
  hasher.add("anchor").add(anchor);
  const bool is_photo = anchor == 0 && algorithms.front_is_photo;
  hasher.add(is_photo ? 0 : work.choices.anchor_seeds[static_cast<std::size_t>(anchor)]);
  if (const views::AnchorRegionPtr& region = work.choices.regions[static_cast<std::size_t>(anchor)])
    hasher.add("region").add(views::content_key(*region->view)).add_bytes(region->mask.data());
  add_source(hasher, work, algorithms);
  return hasher.key();
}

ContentKey clip_key(const Workspace& work, const Algorithms& algorithms, int clip) {
  if (!work.picture) return {};
  ContentHasher hasher;
  hasher.add("clip").add(clip).add(work.choices.seed);
  for (const int anchor : views::clip_anchors(clip)) {
    const VariantPtr& held = work.shown[static_cast<std::size_t>(anchor * geometry::kViewsPerAnchor)];
    if (!held) return {};
    hasher.add(held->content);
  }
  add_source(hasher, work, algorithms);
  return hasher.key();
}

ContentKey view_key(const Workspace& work, const Algorithms& algorithms, int view) {
  if (geometry::is_anchor(view)) {
    const int anchor = view / geometry::kViewsPerAnchor;
    return work.choices.own[static_cast<std::size_t>(anchor)] ? ContentKey{} : anchor_key(work, algorithms, anchor);
  }
  const ContentKey clip = clip_key(work, algorithms, views::clip_of_view(view));
  if (!clip) return {};
  return ContentHasher().add(clip).add(view).key();
}

ContentKey surface_key(const Workspace& work, const Algorithms& algorithms) {
  ContentHasher hasher;
  hasher.add("surface").add(algorithms.surface).add(work.ring.distance).add(work.ring.fov_deg);
  add_options(hasher, work.choices.surface);
  for (int view = 0; view < geometry::kNumViews; ++view) {
    const std::size_t slot = static_cast<std::size_t>(view);
    if (geometry::is_anchor(view) && !work.shown[slot]) return {};
    hasher.add(work.shown[slot] ? work.shown[slot]->content : ContentKey{}).add(work.choices.trust[slot]);
  }
  for (std::size_t anchor = 0; anchor < work.choices.own_normals.size(); ++anchor) {
    const OwnNormalsPtr& normals = work.choices.own_normals[anchor];
    if (normals) hasher.add("normals").add(anchor).add(normals->key);
  }
  return hasher.key();
}

ContentKey handover_key(const Workspace& work, const Algorithms& algorithms) {
  const ContentKey surface = surface_key(work, algorithms);
  if (!surface) return {};
  ContentHasher hasher;
  hasher.add("handover").add(algorithms.finish).add(surface);
  if (work.cut_out) hasher.add(work.cut_out->inputs);
  add_options(hasher, work.choices.finish);
  return hasher.key();
}

Freshness view_freshness(const Workspace& work, const Algorithms& algorithms, int view) {
  const std::size_t slot = static_cast<std::size_t>(view);
  const VariantPtr& shown = work.shown[slot];
  if (!shown) return Freshness::Missing;
  if (work.choices.locked[slot]) return Freshness::Current;
  if (geometry::is_anchor(view)) {
    const VariantPtr& own = work.choices.own[static_cast<std::size_t>(view / geometry::kViewsPerAnchor)];
    if (own) return shown == own ? Freshness::Current : Freshness::Stale;
  }
  return shown->inputs == view_key(work, algorithms, view) ? Freshness::Current : Freshness::Stale;
}

void settle(Workspace& work, const Algorithms& algorithms) {
  for (int anchor = 0; anchor < geometry::kNumAnchors; ++anchor) settle_anchor(work, algorithms, anchor);
  for (int view = 0; view < geometry::kNumViews; ++view) {
    if (!geometry::is_anchor(view)) settle_in_between(work, algorithms, view);
  }
  if (const auto found = find_inputs(work.surfaces, surface_key(work, algorithms)); found != work.surfaces.rend()) {
    work.surface = *found;
  }
  if (const auto found = find_inputs(work.handovers, handover_key(work, algorithms)); found != work.handovers.rend()) {
    work.handover = *found;
  }
}

void add_result(Workspace& work, const Algorithms& algorithms, CutOutPtr cut_out) {
  if (cut_out->inputs == cut_out_key(work, algorithms) || !work.cut_out) work.cut_out = std::move(cut_out);
  settle(work, algorithms);
}

void add_result(Workspace& work, const Algorithms& algorithms, VariantPtr variant) {
  const int view = variant->view->index;
  auto& list = work.variants[static_cast<std::size_t>(view)];
  std::erase_if(list, [&](const VariantPtr& old) { return is_same_drawing(*old, *variant); });
  list.push_back(std::move(variant));
  if (!geometry::is_anchor(view)) keep_newest_drawings(list, work.shown[static_cast<std::size_t>(view)]);
  settle(work, algorithms);
}

void add_result(Workspace& work, const Algorithms& algorithms, SurfaceResultPtr surface) {
  if (!work.surface) work.surface = surface;
  keep_newest(work.surfaces, std::move(surface));
  settle(work, algorithms);
}

void add_result(Workspace& work, const Algorithms& algorithms, HandoverResultPtr handover) {
  if (!work.handover) work.handover = handover;
  keep_newest(work.handovers, std::move(handover));
  settle(work, algorithms);
}

}  // namespace core::project
