// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/pipeline_controller.h"

#include <chrono>

#include "core/base/elapsed.h"
#include "core/project/whole_variants.h"

namespace ui {
namespace {

using core::pipeline::CutOutReady;
using core::pipeline::Event;
using core::pipeline::EventSink;
using core::pipeline::Failure;
using core::pipeline::Finished;
using core::pipeline::Goal;
using core::pipeline::HandoverReady;
using core::pipeline::Lane;
using core::pipeline::PictureExamined;
using core::pipeline::PreviewReady;
using core::pipeline::SnapshotReady;
using core::pipeline::SurfaceReady;
using core::pipeline::ViewReady;
using core::project::Choices;
using core::project::VariantPtr;
using core::project::Workspace;

/// What follows each other faster is previewed once.
constexpr int kPreviewDelay_ms = 60;

/// Choices that keep no result from being current: locks hold what is there.
bool only_locks_differ(Choices a, const Choices& b) {
  a.locked = b.locked;
  return a.source == b.source && a.seed == b.seed && a.sketch == b.sketch && a.cascade == b.cascade &&
         a.surface == b.surface && a.finish == b.finish && a.cut_out == b.cut_out && a.anchor_seeds == b.anchor_seeds &&
         a.own == b.own && a.outlines == b.outlines && a.own_normals == b.own_normals && a.regions == b.regions &&
         a.trust == b.trust;
}

}  // namespace

PipelineController::PipelineController(core::pipeline::Tools tools, FileJobs files, QObject* parent)
    : QObject(parent), tools_(std::move(tools)), files_(std::move(files)) {
  keeper_ = std::make_unique<ProjectKeeper>(desk_);
  inspector_ = std::make_unique<SurfaceInspector>(desk_);
  algorithms_ = tools_.algorithms_for(work_.choices);
  connect(keeper_.get(), &ProjectKeeper::failed, this, &PipelineController::failed);
  preview_delay_.setSingleShot(true);
  preview_delay_.setInterval(kPreviewDelay_ms);
  connect(&preview_delay_, &QTimer::timeout, this, &PipelineController::start_previews);
}

PipelineController::~PipelineController() = default;

std::vector<std::string> PipelineController::source_names() const {
  return tools_.source_names ? tools_.source_names() : std::vector<std::string>{"sketch"};
}

core::project::Freshness PipelineController::freshness(int view) const {
  return core::project::view_freshness(work_, algorithms_, view);
}

core::pipeline::Plan PipelineController::plan(Goal goal) const {
  return core::pipeline::plan_for(work_, algorithms_, goal);
}

std::optional<core::pipeline::Stage> PipelineController::stage() const { return run_ ? run_->stage : std::nullopt; }

void PipelineController::settle() {
  algorithms_ = tools_.algorithms_for(work_.choices);
  core::project::settle(work_, algorithms_);
  keep_used_pictures();
}

void PipelineController::keep_used_pictures() {
  core::project::make_used_variants_whole(work_, [this](const core::project::Variant& small) {
    return keeper_->whole(std::make_shared<const core::project::Variant>(small));
  });
  if (keeper_->holds_all()) core::project::make_old_variants_small(work_);
}

void PipelineController::post_views_changed() {
  if (std::exchange(is_views_change_posted_, true)) return;
  QMetaObject::invokeMethod(
      this,
      [this] {
        is_views_change_posted_ = false;
        Q_EMIT views_changed();
      },
      Qt::QueuedConnection);
}

// ---- Runs

void PipelineController::make(Goal goal) {
  if (!work_.picture) return;
  stop_run();
  failure_.clear();
  if (plan(goal).is_empty()) return;
  desk_.cancel(preview_job_);
  const int document = document_;
  auto gate = std::make_shared<PauseGate>();
  auto id = std::make_shared<core::pipeline::JobId>(0);
  *id = desk_.start(
      Lane::Heavy,
      [work = work_, goal, tools = tools_, gate](const core::RunContext& context, const EventSink& sink) {
        core::pipeline::bring_up_to_date(work, goal, tools, sink, gated(context, gate));
      },
      [this, id, document](const Event& event) { take_event(*id, document, event); });
  run_ = ActiveRun{*id, goal, std::nullopt, std::chrono::steady_clock::now(), gate};
  Q_EMIT running_changed();
  post_views_changed();
}

void PipelineController::make_cut_out() {
  if (!work_.picture) return;
  desk_.cancel(cut_out_job_);
  cut_out_job_ = desk_.start(
      Lane::Light,
      [work = work_, tools = tools_](const core::RunContext& context, const EventSink& sink) {
        core::pipeline::bring_up_to_date(work, Goal::CutOut, tools, sink, context);
      },
      [this, document = document_](const Event& event) {
        if (std::holds_alternative<CutOutReady>(event) || std::holds_alternative<PictureExamined>(event))
          take_event(cut_out_job_, document, event);
        if (const auto* finished = std::get_if<Finished>(&event)) {
          const auto* failure = std::get_if<Failure>(&finished->outcome);
          if (failure != nullptr && document == document_) Q_EMIT failed(QString::fromStdString(failure->message));
        }
      });
}

void PipelineController::set_paused(bool is_paused) {
  if (!run_ || is_paused == this->is_paused()) return;
  run_->gate->set_closed(is_paused);
  Q_EMIT running_changed();
}

void PipelineController::stop_run() {
  if (run_) desk_.cancel(run_->id);
}

void PipelineController::stop() {
  stop_run();
  cancel_preparations();
  Q_EMIT stopped();
}

template <class Result>
void PipelineController::take_result(int document, const Result& result) {
  if (document != document_) return;
  core::project::add_result(work_, algorithms_, result);
  if constexpr (std::is_same_v<Result, VariantPtr>) keep_used_pictures();
  if constexpr (std::is_same_v<Result, core::project::CutOutPtr>) {
    Q_EMIT cut_out_changed();
    want_previews();
  }
  forget_previews_of_current_views();
  post_views_changed();
}

void PipelineController::take_event(core::pipeline::JobId job, int document, const Event& event) {
  const auto arrival = std::make_shared<Arrival>(Arrival{job, document, event});
  arrivals_.push_back(arrival);
  if (document == document_ && store_result_of(event)) {
    arrival->is_stored = false;
    keeper_->when_stored([this, arrival] {
      arrival->is_stored = true;
      show_arrivals();
    });
  }
  show_arrivals();
}

bool PipelineController::store_result_of(const Event& event) {
  if (const auto* cut_out = std::get_if<CutOutReady>(&event)) {
    keeper_->store(cut_out->cut_out);
  } else if (const auto* view = std::get_if<ViewReady>(&event)) {
    keeper_->store(view->variant);
  } else if (const auto* surface = std::get_if<SurfaceReady>(&event)) {
    keeper_->store(surface->surface);
  } else if (const auto* handover = std::get_if<HandoverReady>(&event)) {
    keeper_->store(handover->handover);
  } else {
    return false;
  }
  return true;
}

void PipelineController::show_arrivals() {
  while (!arrivals_.empty() && arrivals_.front()->is_stored) {
    const std::shared_ptr<Arrival> arrival = arrivals_.front();
    arrivals_.pop_front();
    show(arrival->job, arrival->document, arrival->event);
  }
}

void PipelineController::show(core::pipeline::JobId job, int document, const Event& event) {
  const bool is_current = run_ && run_->id == job;
  if (const auto* started = std::get_if<core::pipeline::StageStarted>(&event); started && is_current) {
    run_->stage = started->stage;
    Q_EMIT running_changed();
    post_views_changed();
  } else if (const auto* progress = std::get_if<core::pipeline::Progress>(&event); progress && is_current) {
    Q_EMIT progress_changed(*progress);
  } else if (const auto* warning = std::get_if<core::pipeline::Warning>(&event)) {
    keeper_->log(QString::fromStdString(warning->message));
    Q_EMIT warned(QString::fromStdString(warning->message));
  } else if (const auto* cut_out = std::get_if<CutOutReady>(&event)) {
    take_result(document, cut_out->cut_out);
  } else if (const auto* examined = std::get_if<PictureExamined>(&event); examined && document == document_) {
    set_findings(examined->findings);
  } else if (const auto* preview = std::get_if<PreviewReady>(&event); preview && is_current) {
    show_preview(document, preview->view);
  } else if (const auto* view = std::get_if<ViewReady>(&event)) {
    take_result(document, view->variant);
  } else if (const auto* snapshot = std::get_if<SnapshotReady>(&event); snapshot && document == document_) {
    live_mesh_ = snapshot->mesh;
    Q_EMIT snapshot_changed(*snapshot);
  } else if (const auto* off = std::get_if<core::pipeline::ResidualReady>(&event); off && is_current) {
    Q_EMIT residual_changed(off->residual);
  } else if (const auto* surface = std::get_if<SurfaceReady>(&event)) {
    take_result(document, surface->surface);
    if (document != document_) return;
    live_mesh_ = surface->colored;
    keeper_->store(work_);
    Q_EMIT surface_changed(surface->colored);
  } else if (const auto* handover = std::get_if<HandoverReady>(&event)) {
    take_result(document, handover->handover);
    if (document == document_ && work_.handover == handover->handover)
      Q_EMIT handover_changed(handover->handover->mesh);
  } else if (const auto* finished = std::get_if<Finished>(&event)) {
    if (document == document_) keeper_->store(work_);
    if (is_current) end_run(finished->outcome);
  }
}

void PipelineController::end_run(const core::pipeline::Outcome& outcome) {
  const double seconds = core::seconds_since(run_->started);
  if (const auto* failure = std::get_if<Failure>(&outcome)) failure_ = QString::fromStdString(failure->message);
  run_.reset();
  previews_.fill(nullptr);
  want_previews();  // of what a stopped run has not drawn
  Q_EMIT running_changed();
  post_views_changed();
  if (!failure_.isEmpty()) {
    keeper_->log(failure_);
    Q_EMIT failed(failure_);
  } else if (std::holds_alternative<core::Cancelled>(outcome)) {
    Q_EMIT cancelled();
  } else {
    Q_EMIT finished(seconds);
  }
}

// ---- Choices

void PipelineController::set_choices(const Choices& choices) {
  const Choices before = std::exchange(work_.choices, choices);
  for (std::size_t anchor = 0; anchor < choices.own.size(); ++anchor) {
    // settle() leaves a locked view as it is, and an own picture comes together with its lock.
    if (choices.own[anchor]) work_.shown[anchor * core::geometry::kViewsPerAnchor] = choices.own[anchor];
  }
  settle();
  for (std::size_t anchor = 0; anchor < choices.own.size(); ++anchor) {
    if (choices.own[anchor] && choices.own[anchor] != before.own[anchor]) keeper_->store(choices.own[anchor]);
  }
  keeper_->store(work_);
  Q_EMIT choices_changed();
  forget_previews_of_current_views();
  want_previews();
  post_views_changed();
  if (is_handover_current()) Q_EMIT handover_changed(work_.handover->mesh);
  if (!run_ && choices.cut_out != before.cut_out) make_cut_out();
  if (run_ && !only_locks_differ(before, choices)) {
    const Goal goal = run_->goal;
    if (plan(goal).is_empty()) {
      stop_run();
    } else {
      make(goal);
    }
  }
}

void PipelineController::remove_variant(const VariantPtr& variant) {
  std::erase_if(work_.variants[static_cast<std::size_t>(variant->view->index)],
                [&](const VariantPtr& other) { return core::project::is_same_drawing(*other, *variant); });
  keeper_->remove(variant);
  post_views_changed();
}

void PipelineController::restore_variant(const VariantPtr& variant) {
  keeper_->store(variant);
  take_result(document_, variant);
}

void PipelineController::replace_workspace(Workspace work) {
  stop_run();
  cancel_preparations();
  desk_.cancel(cut_out_job_);
  run_.reset();
  ++document_;
  failure_.clear();
  live_mesh_.reset();
  previews_.fill(nullptr);
  set_findings({});
  work_ = std::move(work);
  settle();
}

bool PipelineController::is_handover_current() const {
  return work_.handover && work_.handover->inputs == core::project::handover_key(work_, algorithms_);
}

core::mesh::MeshPtr PipelineController::exportable_mesh() const {
  if (is_handover_current()) return work_.handover->mesh;
  if (live_mesh_) return live_mesh_;
  if (work_.handover) return work_.handover->mesh;
  return work_.surface ? work_.surface->surface->dense : nullptr;
}

}  // namespace ui
