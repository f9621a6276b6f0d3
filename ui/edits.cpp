// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/edits.h"

#include <algorithm>
#include <random>
#include <set>

#include "core/pipeline/own_view.h"
#include "ui/choices_command.h"

namespace ui {
namespace {

using core::geometry::is_anchor;
using core::geometry::kViewsPerAnchor;
using core::project::Choices;
using core::project::VariantPtr;

QString name_of(int view) { return QString::fromStdString(core::views::view_name(view)); }
QString degrees_of(int view) { return QString::number(core::geometry::azimuth_deg(view), 'g', 5) + QChar(0xb0); }
std::size_t slot(int view) { return static_cast<std::size_t>(view); }
std::size_t anchor_slot(int view) { return static_cast<std::size_t>(view / kViewsPerAnchor); }

/// A short seed, easy to read and to type, that no variant of the view has had.
std::uint64_t fresh_seed(const core::project::Workspace& work, int view) {
  std::set<std::uint64_t> used{work.choices.anchor_seeds[anchor_slot(view)]};
  for (const VariantPtr& variant : work.variants[slot(view)]) used.insert(variant->view->seed);
  std::random_device device;
  std::uint64_t seed = 0;
  do {
    seed = device() % 9000 + 100;
  } while (used.contains(seed) && used.size() < 8000);
  return seed;
}

/// Whether something of the artist's own lies on tiles, fitted to the framing as it is.
bool is_something_laid(const Choices& choices) {
  const auto is_laid = [](const auto& list) {
    return std::any_of(list.begin(), list.end(), [](const auto& entry) { return entry != nullptr; });
  };
  return is_laid(choices.own) || is_laid(choices.outlines) || is_laid(choices.own_normals);
}

}  // namespace

Edits::Edits(PipelineController& controller, QObject* parent) : QObject(parent), controller_(controller) {
  connect(&controller_, &PipelineController::opened, this, [this] { undo_stack_.clear(); });
  connect(&controller_, &PipelineController::own_picture_ready, this, &Edits::use_own_picture);
  connect(&controller_, &PipelineController::own_normals_ready, this, &Edits::use_own_normals);
  connect(&controller_, &PipelineController::framing_ready, this, &Edits::use_framing);
}

void Edits::push(const Choices& choices, const QString& text, const QString& merge_key) {
  undo_stack_.push(new ChoicesCommand(controller_, choices, text, merge_key, kMergeWithin_ms));
}

void Edits::follow() {
  controller_.make(is_following_ ? core::pipeline::Goal::Handover : core::pipeline::Goal::Anchors);
}

void Edits::reroll(int view, std::optional<std::uint64_t> seed) {
  const auto& work = controller_.workspace();
  if (!work.picture) return;
  if (!is_anchor(view)) {
    Q_EMIT refused(
        tr("%1 is an in-between: it follows from the large views beside it. Re-roll one of those, or press I "
           "to draw stale in-betweens again.")
            .arg(name_of(view)));
  } else if (const VariantPtr& own = work.choices.own[anchor_slot(view)]; own && own->view->own) {
    Q_EMIT refused(
        tr("%1 is your own picture. Remove it from the tile first to have the view drawn again.").arg(name_of(view)));
  } else if (work.choices.locked[slot(view)]) {
    Q_EMIT refused(tr("%1 is locked, so it is not drawn again. Press L to unlock it.").arg(name_of(view)));
  } else if (view == 0 && controller_.algorithms().front_is_photo) {
    Q_EMIT refused(
        tr("The front view is the photo itself, so there is nothing to draw again. Re-roll another view, or "
           "open another picture."));
  } else {
    Choices choices = work.choices;
    choices.own[anchor_slot(view)] = nullptr;
    choices.regions[anchor_slot(view)] = nullptr;
    choices.anchor_seeds[anchor_slot(view)] = seed ? *seed : fresh_seed(work, view);
    push(choices, tr("re-roll of %1").arg(degrees_of(view)));
    follow();
  }
}

void Edits::set_locked(int view, bool is_locked) {
  Choices choices = controller_.workspace().choices;
  if (choices.locked[slot(view)] == is_locked || !controller_.workspace().shown[slot(view)]) return;
  choices.locked[slot(view)] = is_locked;
  push(choices, (is_locked ? tr("lock of %1") : tr("unlock of %1")).arg(degrees_of(view)));
}

void Edits::set_trust(int view, float trust) {
  Choices choices = controller_.workspace().choices;
  choices.trust[slot(view)] = std::clamp(trust, 0.0f, 1.0f);
  push(choices, tr("trust of %1").arg(degrees_of(view)), QStringLiteral("trust%1").arg(view));
}

void Edits::use_variant(const VariantPtr& variant) {
  const auto& work = controller_.workspace();
  const int view = variant->view->index;
  if (!is_anchor(view) || work.shown[slot(view)] == variant) return;
  if (work.choices.locked[slot(view)]) {
    Q_EMIT refused(tr("%1 is locked, so it keeps its picture. Press L to unlock it.").arg(name_of(view)));
    return;
  }
  Choices choices = work.choices;
  choices.own[anchor_slot(view)] = nullptr;
  choices.regions[anchor_slot(view)] = nullptr;
  choices.anchor_seeds[anchor_slot(view)] = variant->view->seed;
  core::project::Workspace drawn = work;
  drawn.choices = choices;
  const bool is_drawn_so_now =
      core::project::anchor_key(drawn, controller_.algorithms(), view / kViewsPerAnchor) == variant->inputs;
  // What was drawn with other settings cannot be had by its seed any more: the picture itself is held.
  if (variant->view->own || !is_drawn_so_now) choices.own[anchor_slot(view)] = controller_.whole(variant);
  push(choices, tr("choice of variant for %1").arg(degrees_of(view)));
  follow();
}

void Edits::remove_variant(const VariantPtr& variant) {
  const auto& work = controller_.workspace();
  const int view = variant->view->index;
  if (work.shown[slot(view)] == variant) {
    Q_EMIT refused(tr("This variant is the one in use. Choose another one before you delete it."));
    return;
  }
  undo_stack_.push(new RemoveVariantCommand(controller_, controller_.whole(variant),
                                            tr("delete variant of %1").arg(degrees_of(view))));
}

bool Edits::can_take_own_picture(int view) {
  const auto& choices = controller_.workspace().choices;
  if (!controller_.has_picture()) return false;
  if (!is_anchor(view)) {
    Q_EMIT refused(tr("Own pictures go on the eight large views. Drop it on one of those."));
    return false;
  }
  if (choices.locked[slot(view)] && !choices.own[anchor_slot(view)]) {
    Q_EMIT refused(tr("%1 is locked, so it keeps its picture. Press L to unlock it.").arg(name_of(view)));
    return false;
  }
  return true;
}

void Edits::use_own_picture(int anchor, const core::pipeline::OwnView& own) {
  const int view = anchor * kViewsPerAnchor;
  if (!can_take_own_picture(view)) return;
  Choices choices = core::pipeline::with_own_view(controller_.workspace(), anchor, own);
  choices.locked[slot(view)] = true;
  push(choices, tr("own picture for %1").arg(degrees_of(view)));
  follow();
}

void Edits::drop_own_picture(int anchor) {
  const int view = anchor * kViewsPerAnchor;
  Choices choices = controller_.workspace().choices;
  if (!choices.own[anchor_slot(view)]) return;
  choices.own[anchor_slot(view)] = nullptr;
  choices.locked[slot(view)] = false;
  push(choices, tr("removal of own picture from %1").arg(degrees_of(view)));
  follow();
}

bool Edits::can_take_outline(int view) {
  const auto& work = controller_.workspace();
  if (!work.picture || !is_anchor(view) || !work.shown[slot(view)]) {
    Q_EMIT refused(tr("Outlines are painted on the large views that have been drawn. Select one of those."));
  } else if (!controller_.algorithms().obeys_outlines) {
    Q_EMIT refused(tr("Only the sketch source draws within painted outlines. Choose it, or use an own picture."));
  } else if (view == 0) {
    Q_EMIT refused(tr("The outline of the front is the cut-out. Correct it with the brushes of the picture panel."));
  } else if (work.shown[slot(view)]->view->own) {
    Q_EMIT refused(
        tr("%1 is your own picture, which has its own outline. Remove it from the tile first.").arg(name_of(view)));
  } else if (work.choices.locked[slot(view)]) {
    Q_EMIT refused(tr("%1 is locked, so it keeps its outline. Press L to unlock it.").arg(name_of(view)));
  } else {
    return true;
  }
  return false;
}

bool Edits::paint_outline(int view, core::image::Image8 coverage) {
  if (!can_take_outline(view)) return false;
  const int anchor = view / kViewsPerAnchor;
  if (!core::pipeline::can_outline(coverage)) {
    Q_EMIT refused(tr("Too little of %1 is left to make a body of. Leave more of it.").arg(name_of(view)));
    return false;
  }
  push(core::pipeline::with_painted_outline(controller_.workspace(), anchor, std::move(coverage)),
       tr("outline of %1").arg(degrees_of(view)));
  follow();
  return true;
}

void Edits::drop_outline(int view) {
  Choices choices = controller_.workspace().choices;
  if (!is_anchor(view) || !choices.outlines[anchor_slot(view)]) return;
  choices.outlines[anchor_slot(view)] = nullptr;
  push(choices, tr("removal of outline from %1").arg(degrees_of(view)));
  follow();
}

bool Edits::can_take_own_normals(int view) {
  const auto& work = controller_.workspace();
  if (work.picture && is_anchor(view) && work.shown[slot(view)]) return true;
  Q_EMIT refused(tr("Own normals go on the large views that have been drawn. Select one of those."));
  return false;
}

void Edits::use_own_normals(int anchor, const core::project::OwnNormalsPtr& normals) {
  const int view = anchor * kViewsPerAnchor;
  if (!can_take_own_normals(view)) return;
  Choices choices = controller_.workspace().choices;
  choices.own_normals[anchor_slot(view)] = normals;
  push(choices, tr("own normals for %1").arg(degrees_of(view)));
  follow();
}

void Edits::drop_own_normals(int anchor) {
  const int view = anchor * kViewsPerAnchor;
  Choices choices = controller_.workspace().choices;
  if (!choices.own_normals[anchor_slot(view)]) return;
  choices.own_normals[anchor_slot(view)] = nullptr;
  push(choices, tr("removal of own normals from %1").arg(degrees_of(view)));
  follow();
}

QString Edits::why_no_region(int view) const {
  const auto& work = controller_.workspace();
  if (!controller_.algorithms().draws_regions)
    return tr("The sketch source draws views as a whole. With a model pack as source a part can be drawn again.");
  if (!work.picture || !is_anchor(view) || !work.shown[slot(view)])
    return tr("Parts are drawn again of the large views that have been drawn. Select one of those.");
  if (work.shown[slot(view)]->view->own)
    return tr("%1 is your own picture. Remove it from the tile first to have a part of it drawn.").arg(name_of(view));
  if (work.choices.locked[slot(view)])
    return tr("%1 is locked, so nothing of it is drawn again. Press L to unlock it.").arg(name_of(view));
  return {};
}

bool Edits::reroll_region(int view, core::image::Image8 mask) {
  QString why = why_no_region(view);
  const auto values = mask.data();
  if (why.isEmpty() && std::all_of(values.begin(), values.end(), [](std::uint8_t value) { return value == 0; }))
    why = tr("Paint over the part of %1 that should be drawn again.").arg(name_of(view));
  if (!why.isEmpty()) {
    Q_EMIT refused(why);
    return false;
  }
  const auto& work = controller_.workspace();
  Choices choices = work.choices;
  choices.own[anchor_slot(view)] = nullptr;
  choices.anchor_seeds[anchor_slot(view)] = fresh_seed(work, view);
  choices.regions[anchor_slot(view)] = std::make_shared<const core::views::AnchorRegion>(
      core::views::AnchorRegion{work.shown[slot(view)]->view, std::move(mask)});
  push(choices, tr("re-roll of a part of %1").arg(degrees_of(view)));
  follow();
  return true;
}

void Edits::set_seed(std::uint64_t seed) {
  Choices choices = controller_.workspace().choices;
  if (choices.seed == seed) return;
  choices.seed = seed;
  for (std::size_t anchor = 0; anchor < choices.anchor_seeds.size(); ++anchor) {
    if (choices.locked[anchor * kViewsPerAnchor]) continue;
    choices.anchor_seeds[anchor] = seed;
    choices.regions[anchor] = nullptr;
  }
  push(choices, tr("seed %1").arg(seed), QStringLiteral("seed"));
}

void Edits::set_source(const std::string& source) {
  Choices choices = controller_.workspace().choices;
  if (choices.source == source) return;
  choices.source = source;
  if (!controller_.has_picture()) return controller_.set_choices(choices);
  push(choices, tr("source %1").arg(QString::fromStdString(source)));
}

void Edits::set_options(Group group, const core::OptionValues& values, const QString& what) {
  Choices choices = controller_.workspace().choices;
  core::OptionValues& target = group == Group::Sketch    ? choices.sketch
                               : group == Group::Cascade ? choices.cascade
                               : group == Group::Surface ? choices.surface
                                                         : choices.finish;
  if (target == values) return;
  target = values;
  push(choices, tr("change of %1").arg(what), QStringLiteral("option %1").arg(what));
}

void Edits::set_cut_out(const core::project::CutOutChoice& choice, const QString& what) {
  Choices choices = controller_.workspace().choices;
  choices.cut_out = choice;
  push(choices, what);
}

void Edits::set_framing(const core::views::Framing& framing, bool is_typed) {
  const Choices& choices = controller_.workspace().choices;
  const core::views::Framing wanted = core::views::within_limits(framing);
  if (choices.cut_out.framing == wanted || !controller_.has_picture()) return;
  is_framing_typed_ = is_typed;
  if (!is_something_laid(choices)) return use_framing(wanted, 1.0f);
  if (choices.cut_out.framing.turn_deg != wanted.turn_deg)
    Q_EMIT noted(tr("What lies on tiles moves with the framing, but only the main picture is turned."));
  controller_.prepare_framing(wanted);
}

void Edits::use_framing(const core::views::Framing& framing, float scale) {
  push(core::pipeline::with_framing(controller_.workspace(), framing, scale), tr("framing"),
       is_framing_typed_ ? QStringLiteral("framing") : QString());
}

void Edits::redo_in_betweens() { controller_.make(core::pipeline::Goal::InBetweens); }

}  // namespace ui
