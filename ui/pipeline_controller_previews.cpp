// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/pipeline/preview_anchors.h"
#include "core/pipeline/view_requests.h"
#include "ui/pipeline_controller.h"

// What the controller shows without storing it: previews of views, and what is amiss with the picture.
namespace ui {
namespace {

using core::pipeline::Event;
using core::pipeline::EventSink;
using core::pipeline::Finished;
using core::pipeline::Goal;
using core::pipeline::Lane;
using core::pipeline::PictureExamined;
using core::pipeline::PreviewReady;
using core::project::Freshness;

/// Sources that take longer are not asked for previews.
constexpr double kQuick_s = 1.0;

}  // namespace

void PipelineController::want_previews() {
  are_previews_wanted_ = plan(Goal::Anchors).anchors.any();
  if (!are_previews_wanted_) return;
  if (preview_job_ == 0 && !preview_delay_.isActive()) preview_delay_.start();
}

void PipelineController::start_previews() {
  if (!std::exchange(are_previews_wanted_, false) || run_ || !work_.cut_out) return;
  core::pipeline::Plan drawn;
  drawn.anchors = plan(Goal::Anchors).anchors;
  if (drawn.anchors.none() || core::pipeline::estimated_seconds(drawn, work_).total() > kQuick_s) return;
  preview_job_ = desk_.start(
      Lane::Light,
      [work = work_, tools = tools_](const core::RunContext& context, const EventSink& sink) {
        core::pipeline::preview_anchors(work, tools, sink, context);
      },
      [this, document = document_](const Event& event) {
        if (const auto* ready = std::get_if<PreviewReady>(&event); ready && !run_) show_preview(document, ready->view);
        if (!std::holds_alternative<Finished>(event)) return;  // a failure is told by the run that meets it too
        preview_job_ = 0;
        if (are_previews_wanted_) preview_delay_.start();
      });
}

void PipelineController::show_preview(int document, const core::views::ViewPtr& view) {
  if (document != document_ || freshness(view->index) == Freshness::Current) return;
  previews_[static_cast<std::size_t>(view->index)] = view;
  post_views_changed();
}

void PipelineController::forget_previews_of_current_views() {
  for (std::size_t view = 0; view < previews_.size(); ++view) {
    if (previews_[view] && freshness(static_cast<int>(view)) == Freshness::Current) previews_[view] = nullptr;
  }
}

void PipelineController::examine_picture() {
  if (!work_.picture || !work_.cut_out) return;
  desk_.start(
      Lane::Light,
      [work = work_](const core::RunContext& context, const EventSink& sink) {
        sink(PictureExamined{core::matting::examine(work.picture->rgba, core::pipeline::cut_out_of(work, context))});
      },
      [this, document = document_](const Event& event) {
        const auto* examined = std::get_if<PictureExamined>(&event);
        if (examined != nullptr && document == document_) set_findings(examined->findings);
      });
}

void PipelineController::set_findings(core::matting::Findings findings) {
  if (findings == findings_) return;
  findings_ = std::move(findings);
  Q_EMIT findings_changed();
}

}  // namespace ui
