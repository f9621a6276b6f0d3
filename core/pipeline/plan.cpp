// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/pipeline/plan.h"

#include <algorithm>
#include <thread>

#include "core/pipeline/options.h"

namespace core::pipeline {
namespace {

using project::Freshness;

// One step of the original's networks on two cores that multiply bf16: of all anchors together, and of one clip.
constexpr double kAnchorStep_s = 4.3, kClipStep_s = 2.1;

/// Measured on two cores (tests/tools/remaining_time). A finer surface takes longer to texture too.
struct SurfaceSeconds {
  double solve = 0.0, texture = 0.0;
};
constexpr SurfaceSeconds kDraft{2.5, 2.4}, kStandard{7.0, 3.0}, kFine{17.0, 3.0};

/// Locked views and own pictures are never drawn.
bool wants_drawing(const project::Workspace& work, const project::Algorithms& algorithms, int view) {
  if (work.choices.locked[static_cast<std::size_t>(view)]) return false;
  return project::view_freshness(work, algorithms, view) != Freshness::Current;
}

views::AnchorSet stale_anchors(const project::Workspace& work, const project::Algorithms& algorithms) {
  views::AnchorSet stale;
  for (std::size_t anchor = 0; anchor < stale.size(); ++anchor) {
    if (work.choices.own[anchor]) continue;
    stale[anchor] = wants_drawing(work, algorithms, static_cast<int>(anchor) * geometry::kViewsPerAnchor);
  }
  return stale;
}

views::ClipSet stale_clips(const project::Workspace& work, const project::Algorithms& algorithms,
                           const views::AnchorSet& planned) {
  views::ClipSet depending;
  for (std::size_t anchor = 0; anchor < planned.size(); ++anchor) {
    if (planned[anchor]) depending |= views::clips_of_anchor(static_cast<int>(anchor));
  }
  views::ClipSet stale;
  for (int view = 0; view < geometry::kNumViews; ++view) {
    if (geometry::is_anchor(view) || work.choices.locked[static_cast<std::size_t>(view)]) continue;
    const auto clip = static_cast<std::size_t>(views::clip_of_view(view));
    if (depending[clip] || wants_drawing(work, algorithms, view)) stale.set(clip);
  }
  return stale;
}

bool is_cut_out_stale(const project::Workspace& work, const project::Algorithms& algorithms) {
  return work.picture && (!work.cut_out || work.cut_out->inputs != project::cut_out_key(work, algorithms));
}

}  // namespace

Plan plan_for(const project::Workspace& work, const project::Algorithms& algorithms, Goal goal) {
  Plan plan;
  if (!work.picture) return plan;
  plan.cut_out = is_cut_out_stale(work, algorithms);
  if (goal == Goal::CutOut) return plan;
  plan.anchors = stale_anchors(work, algorithms);
  if (goal == Goal::Anchors) return plan;
  plan.clips = stale_clips(work, algorithms, plan.anchors);
  if (goal == Goal::InBetweens) return plan;
  const bool views_change = plan.anchors.any() || plan.clips.any();
  plan.surface = views_change || !work.surface || work.surface->inputs != project::surface_key(work, algorithms);
  if (goal == Goal::Surface) return plan;
  plan.handover = plan.surface || plan.cut_out || !work.handover ||
                  work.handover->inputs != project::handover_key(work, algorithms);
  return plan;
}

StageSeconds estimated_seconds(const Plan& plan, const project::Workspace& work) {
  // Measured on two cores with the sketch source.
  const double cores = std::max(1u, std::thread::hardware_concurrency());
  const double share = 2.0 / std::min(cores, 8.0);
  const auto quality = work.choices.surface.find("quality");
  const std::string* name =
      quality == work.choices.surface.end() ? nullptr : std::get_if<std::string>(&quality->second);
  const SurfaceSeconds& usual = name == nullptr || *name == "standard" ? kStandard : *name == "draft" ? kDraft : kFine;
  StageSeconds seconds;
  if (plan.cut_out) seconds.cut_out = 0.4;
  if (work.choices.source == "sketch") {
    seconds.anchors = 0.085 * share * static_cast<double>(plan.anchors.count());
    seconds.in_betweens = 0.3 * share * static_cast<double>(plan.clips.count());
  } else {
    const int steps = from_values<CascadeOptions>(work.choices.cascade).steps;
    if (plan.anchors.any()) seconds.anchors = kAnchorStep_s * share * steps;
    seconds.in_betweens = kClipStep_s * share * steps * static_cast<double>(plan.clips.count());
  }
  if (plan.surface) seconds.surface = usual.solve * share;
  if (plan.handover) seconds.texture = usual.texture * share;
  return seconds;
}

}  // namespace core::pipeline
