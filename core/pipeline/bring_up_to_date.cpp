// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/pipeline/bring_up_to_date.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "core/base/elapsed.h"
#include "core/image/turn.h"
#include "core/matting/cut_out.h"
#include "core/pipeline/inspect.h"
#include "core/pipeline/options.h"
#include "core/pipeline/view_requests.h"
#include "core/texture/finish.h"
#include "core/views/framing.h"

namespace core::pipeline {
namespace {

using Clock = std::chrono::steady_clock;

/// A source's preview as a view: opaque, for tiles only.
views::ViewPtr previewed(int index, const image::Image8& rgb) {
  auto view = std::make_shared<views::View>();
  view->index = index;
  view->rgba = image::Image8(rgb.width(), rgb.height(), 4, 255);
  for (std::size_t i = 0; i < rgb.num_pixels(); ++i) {
    std::copy_n(rgb.data().data() + 3 * i, 3, view->rgba.data().data() + 4 * i);
  }
  return view;
}

/// One run over one workspace: the stages in order, each result added and sent the moment it is final.
class Run {
 public:
  Run(project::Workspace& work, const Tools& tools, const EventSink& sink, const RunContext& context)
      : work_(work), tools_(tools), sink_(sink), context_(context), algorithms_(tools.algorithms_for(work.choices)) {}

  void run(Goal goal, RunTimes& times) {
    project::settle(work_, algorithms_);
    Plan plan = plan_for(work_, algorithms_, goal);
    const StageSeconds usual = estimated_seconds(plan, work_);
    usual_total_s_ = usual.total();
    const bool draws = plan.cut_out || plan.anchors.any() || plan.clips.any();
    if (draws) source_ = tools_.make_source(work_.choices);
    if (plan.cut_out)
      times.cutout = timed(Stage::CutOut, usual.cut_out, [&](const RunContext& part) { cut_out(part); });
    if (plan.anchors.any()) {
      times.anchors =
          timed(Stage::Anchors, usual.anchors, [&](const RunContext& part) { draw_anchors(plan.anchors, part); });
      // Anchors that came out as they were make their in-betweens current again.
      plan.clips = plan_for(work_, algorithms_, goal).clips;
    }
    if (plan.clips.any()) {
      times.in_betweens =
          timed(Stage::InBetweens, usual.in_betweens, [&](const RunContext& part) { draw_clips(plan.clips, part); });
    }
    plan = plan_for(work_, algorithms_, goal);
    if (plan.surface) {
      times.surface =
          timed(Stage::Surface, usual.surface, [&](const RunContext& part) { solve(part, times.first_mesh); });
    }
    if (plan.handover)
      times.texture =
          timed(Stage::Texture, usual.texture, [&](const RunContext& part) { finish(part, times.normal_map); });
  }

 private:
  template <class Work>
  double timed(Stage stage, double usual_s, const Work& work) {
    const auto started = Clock::now();
    sink_(StageStarted{stage});
    const double end = std::min(1.0, done_ + (usual_total_s_ > 0.0 ? usual_s / usual_total_s_ : 0.0));
    const RunContext part = context_.part(stage_name(stage), done_, end);
    part.checkpoint();
    part.report(0, 1);
    work(part);
    part.report(1, 1);
    done_ = end;
    return seconds_since(started);
  }

  void keep(const project::VariantPtr& variant) {
    project::add_result(work_, algorithms_, variant);
    sink_(ViewReady{variant});
  }

  void cut_out(const RunContext& part) {
    const image::Image8 flat = cut_out_of(work_, part.part(0.0, 0.7));
    views::Framing framing = work_.choices.cut_out.framing;
    const image::Image8 cutout = image::turned(flat, std::exchange(framing.turn_deg, 0.0f));
    auto result = std::make_shared<project::CutOut>();
    result->inputs = project::cut_out_key(work_, algorithms_);
    // The first frame refuses cut-outs that are empty or too small before a body is made of them.
    result->front = views::frame_cutout(cutout);
    framing.ratio = result->framing_ratio = framing_ratio(work_, cutout, *source_, part.part(0.7, 0.9));
    result->front = views::frame_cutout(cutout, framing);
    const int detail_px = views::detail_canvas_px(cutout, framing.ratio);
    if (detail_px > views::kCanvasPx)
      result->detail = std::make_shared<const image::Image8>(views::frame_cutout(cutout, framing, detail_px));
    project::add_result(work_, algorithms_, project::CutOutPtr(result));
    sink_(CutOutReady{result});
    sink_(PictureExamined{matting::examine(work_.picture->rgba, flat)});
  }

  void draw_anchors(const views::AnchorSet& wanted, const RunContext& part) {
    views::AnchorRequest request = anchor_request(work_, wanted);
    request.preview = [this](int view, const image::Image8& rgb) { sink_(PreviewReady{previewed(view, rgb)}); };
    source_->draw_anchors(
        request,
        [&](const views::ViewPtr& view) {
          keep(project::make_variant(view,
                                     project::anchor_key(work_, algorithms_, view->index / geometry::kViewsPerAnchor)));
        },
        part);
  }

  void draw_clips(const views::ClipSet& wanted, const RunContext& part) {
    source_->draw_clips(
        clip_request(work_, wanted),
        [&](const views::ViewPtr& view) {
          keep(project::make_variant(view, project::view_key(work_, algorithms_, view->index)));
        },
        part);
  }

  void solve(const RunContext& part, double& first_mesh_s) {
    const views::ViewSet set = work_.view_set();
    const auto started = Clock::now();
    first_mesh_s = 0.0;
    const auto options = from_values<SolveOptions>(work_.choices.surface);
    const auto on_snapshot = [&](const reconstruct::Snapshot& snapshot) {
      auto colored = std::make_shared<mesh::Mesh>(*snapshot.mesh);
      colored->colors = texture::color_vertices(*colored, set);
      if (first_mesh_s == 0.0) first_mesh_s = seconds_since(started);
      sink_(SnapshotReady{snapshot.level, snapshot.resolution, snapshot.step, snapshot.num_steps, colored,
                          seconds_since(started)});
    };
    auto result = std::make_shared<project::SurfaceResult>();
    result->inputs = project::surface_key(work_, algorithms_);
    const auto on_residual = [&](const reconstruct::Residual& residual) { sink_(ResidualReady{residual}); };
    result->surface =
        reconstruct::solve(set, start_surface(), options, on_snapshot, part, tools_.device, nullptr, on_residual);
    project::add_result(work_, algorithms_, project::SurfaceResultPtr(result));
    auto colored = std::make_shared<mesh::Mesh>(*result->surface->dense);
    colored->colors = texture::color_vertices(*colored, without_dropped(set, *result->surface));
    sink_(SurfaceReady{result, colored});
  }

  /// A solve starts from the present surface while the artist works on the same picture.
  mesh::SurfacePtr start_surface() const { return work_.surface ? work_.surface->surface : nullptr; }

  void finish(const RunContext& part, double& normal_map_s) {
    auto result = std::make_shared<project::HandoverResult>();
    result->inputs = project::handover_key(work_, algorithms_);
    const mesh::Surface& surface = *work_.surface->surface;
    texture::FinishTimes times;
    result->mesh = texture::finish(*surface.dense, without_dropped(work_.view_set(), surface),
                                   from_values<FinishOptions>(work_.choices.finish), part, &times);
    normal_map_s = times.normal_map;
    project::add_result(work_, algorithms_, project::HandoverResultPtr(result));
    sink_(HandoverReady{result});
  }

  project::Workspace& work_;
  const Tools& tools_;
  const EventSink& sink_;
  const RunContext& context_;
  project::Algorithms algorithms_;
  std::unique_ptr<views::ViewSource> source_;
  double usual_total_s_ = 0.0;  ///< what the whole plan usually takes
  double done_ = 0.0;           ///< share of it
};

}  // namespace

project::Workspace bring_up_to_date(project::Workspace work, Goal goal, const Tools& tools, const EventSink& sink,
                                    const RunContext& context, RunTimes* times) {
  RunTimes own_times;
  Run(work, tools, sink, context).run(goal, times != nullptr ? *times : own_times);
  return work;
}

}  // namespace core::pipeline
