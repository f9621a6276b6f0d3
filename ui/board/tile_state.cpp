// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/board/tile_state.h"

#include <QCoreApplication>
#include <QStringList>
#include <algorithm>

#include "core/views/clip_table.h"

namespace ui {
namespace {

using core::geometry::is_anchor;
using core::geometry::kNumViews;
using core::geometry::kViewsPerAnchor;
using core::pipeline::Stage;
using core::project::Freshness;
using Phase = TileState::Phase;

/// A view counts as disagreeing from this mean angle between its normals and the surface's, and at most three do.
constexpr float kDiffersFrom_deg = 5.0f;
constexpr std::size_t kMaxBadges = 3;

QString text(const char* source) { return QCoreApplication::translate("ui::TileState", source); }

bool is_planned(const core::pipeline::Plan& plan, int view) {
  if (is_anchor(view)) return plan.anchors.test(static_cast<std::size_t>(view / kViewsPerAnchor));
  return plan.clips.test(static_cast<std::size_t>(core::views::clip_of_view(view)));
}

Phase phase_of(const PipelineController& controller, const core::pipeline::Plan& plan, int view) {
  const Freshness freshness = controller.freshness(view);
  if (freshness == Freshness::Current) return Phase::Done;
  const bool is_wanted = is_planned(plan, view);
  if (controller.is_running() && is_wanted) {
    const auto stage = controller.stage();
    const Stage own_stage = is_anchor(view) ? Stage::Anchors : Stage::InBetweens;
    if (stage == own_stage) return Phase::Working;
    if (!stage || *stage < own_stage) return Phase::Waiting;
  }
  if (is_wanted && is_anchor(view) && !controller.failure().isEmpty()) return Phase::Failed;
  return freshness == Freshness::Missing ? Phase::Empty : Phase::Stale;
}

}  // namespace

void add_badges(const core::mesh::Surface& surface, TileStates& states) {
  std::vector<core::mesh::Disagreement> worst;
  for (const auto& row : surface.disagreement) {
    if (row.view < 0 || row.view >= kNumViews) continue;
    if (row.dropped) {
      states[static_cast<std::size_t>(row.view)].is_left_out = true;
    } else if (row.normal_deg >= kDiffersFrom_deg) {
      worst.push_back(row);
    }
  }
  std::sort(worst.begin(), worst.end(), [](const auto& a, const auto& b) { return a.normal_deg > b.normal_deg; });
  if (worst.size() > kMaxBadges) worst.resize(kMaxBadges);
  for (const auto& row : worst) states[static_cast<std::size_t>(row.view)].differs_deg = row.normal_deg;
}

TileStates tile_states(const PipelineController& controller) {
  const core::project::Workspace& work = controller.workspace();
  const core::pipeline::Plan plan = controller.plan(core::pipeline::Goal::InBetweens);
  TileStates states;
  for (int view = 0; view < kNumViews; ++view) {
    const auto slot = static_cast<std::size_t>(view);
    TileState& state = states[slot];
    state.view = view;
    state.phase = phase_of(controller, plan, view);
    if (state.phase == Phase::Failed) state.reason = controller.failure();
    if (work.shown[slot]) {
      state.picture = work.shown[slot]->view;
      state.is_own = state.picture->own;
    }
    state.preview = controller.preview(view);
    state.is_locked = work.choices.locked[slot];
    state.is_outlined = is_anchor(view) && work.choices.outlines[slot / kViewsPerAnchor] != nullptr;
    if (is_anchor(view)) state.own_normals = work.choices.own_normals[slot / kViewsPerAnchor];
    state.is_photo = view == 0 && controller.algorithms().front_is_photo && !state.is_own;
    state.trust = work.choices.trust[slot];
  }
  const bool is_surface_current =
      work.surface && work.surface->inputs == core::project::surface_key(work, controller.algorithms());
  if (is_surface_current) add_badges(*work.surface->surface, states);
  return states;
}

const core::views::ViewPtr& shown_on_tile(const TileState& state, TileMode mode) {
  // What a network has not finished is opaque and has no normals: it has colours to show, nothing else.
  const bool can_preview = state.preview && (mode == TileMode::Color || state.preview->has_normal());
  return can_preview ? state.preview : state.picture;
}

QString view_label(int view) { return QString::fromStdString(core::views::view_name(view)); }

QString angle_label(int view) {
  return QString::number(static_cast<double>(core::geometry::azimuth_deg(view)), 'g', 5) + QChar(0xb0);
}

QString describe(const TileState& state) {
  static constexpr const char* kPhases[] = {"empty", "waiting", "being drawn", "done", "stale", "failed"};
  QStringList words{view_label(state.view), angle_label(state.view)};
  if (state.picture && !state.is_photo && !state.is_own) words << text("seed %1").arg(state.picture->seed);
  if (state.is_photo && state.picture) words << text("the photo");
  if (state.is_own) words << text("own picture");
  if (state.is_outlined) words << text("within your outline");
  if (state.own_normals) words << text("own normals");
  words << text(kPhases[static_cast<int>(state.phase)]);
  if (state.preview) words << text("preview");
  if (!state.reason.isEmpty()) words << state.reason;
  if (state.is_locked) words << text("locked");
  if (state.trust != core::views::default_trust(state.view))
    words << text("trust %1").arg(static_cast<double>(state.trust), 0, 'f', 2);
  if (state.is_left_out) words << text("contradicts the other views, left out of the surface");
  if (state.differs_deg) {
    words << text("differs from the surface by %1 degrees").arg(static_cast<double>(*state.differs_deg), 0, 'f', 1);
  }
  return words.join(QStringLiteral(", "));
}

}  // namespace ui
