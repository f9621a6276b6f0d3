// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/pipeline/open.h"

#include <fmt/format.h>

#include "core/pipeline/options.h"
#include "core/reconstruct/ring_estimate.h"
#include "core/sketch/sketch_source.h"

namespace core::pipeline {
namespace {

void choose_from(const io::ViewFolderInfo& info, project::Choices& choices) {
  if (info.pack) {
    choices.source = *info.pack;
    choices.cascade["steps"] = static_cast<double>(info.steps);
  }
  SketchOptions sketch;
  OptionValues values = to_values(sketch);
  if (info.sketch_body) values["body"] = *info.sketch_body;
  values["depth"] = static_cast<double>(info.sketch_depth);
  values["relief"] = static_cast<double>(info.sketch_relief);
  values["unseen"] = info.sketch_unseen;
  choices.sketch = to_values(from_values<SketchOptions>(values));
}

geometry::RingGeometry ring_of(const io::ViewFolder& folder, const RunContext& context) {
  const geometry::RingGeometry& usual = folder.set.ring;
  if (folder.has_camera) return usual;
  const reconstruct::RingEstimate estimate = reconstruct::estimate_ring(folder.set);
  if (!estimate.is_sure) return usual;
  context.warn(
      "camera_estimated",
      fmt::format("The folder does not say how its views were taken. A field of view of {:.1f} degrees is used "
                  "instead of the usual {:.1f}, because the outlines then agree to {:.2f} pixels instead of "
                  "{:.2f}. Name the camera in views.json to have another.",
                  estimate.ring.fov_deg, usual.fov_deg, estimate.misfit_found_px, estimate.misfit_given_px));
  return estimate.ring;
}

/// The seed that the run's in-betweens were drawn with: theirs, or that of the first anchor if there are none.
std::uint64_t run_seed(const views::ViewSet& set) {
  for (int view = 0; view < geometry::kNumViews; ++view) {
    if (!geometry::is_anchor(view) && set.at(view)) return set.at(view)->seed;
  }
  return set.at(0)->seed;
}

/// Views keep the keys they would be drawn with now, so that nothing is stale until a choice changes.
void take_views(const io::ViewFolder& folder, const project::Algorithms& algorithms, project::Workspace& work) {
  const bool can_draw = is_drawable(folder.info);
  if (can_draw) work.choices.seed = run_seed(folder.set);
  for (int view = 0; view < geometry::kNumViews; view += geometry::kViewsPerAnchor) {
    const std::size_t slot = static_cast<std::size_t>(view), anchor = slot / geometry::kViewsPerAnchor;
    const views::ViewPtr& read = folder.set.views[slot];
    if (!read) continue;
    if (can_draw && !read->own) {
      work.choices.anchor_seeds[anchor] = read->seed;
    } else {
      work.choices.own[anchor] = project::make_variant(read, {});
    }
  }
  for (int view = 0; view < geometry::kNumViews; ++view) {
    const std::size_t slot = static_cast<std::size_t>(view);
    const views::ViewPtr& read = folder.set.views[slot];
    if (!read || !geometry::is_anchor(view)) continue;
    const project::VariantPtr& own = work.choices.own[slot / geometry::kViewsPerAnchor];
    work.variants[slot] = {own ? own : project::make_variant(read, project::view_key(work, algorithms, view))};
    work.shown[slot] = work.variants[slot].back();
  }
  for (int view = 0; view < geometry::kNumViews; ++view) {
    const std::size_t slot = static_cast<std::size_t>(view);
    const views::ViewPtr& read = folder.set.views[slot];
    if (!read || geometry::is_anchor(view)) continue;
    work.variants[slot] = {project::make_variant(read, project::view_key(work, algorithms, view))};
    work.shown[slot] = work.variants[slot].back();
  }
}

}  // namespace

bool is_drawable(const io::ViewFolderInfo& info) { return info.source == "sketch" || info.pack.has_value(); }

project::Workspace workspace_from_folder(const io::ViewFolder& folder, const std::string& name, const Tools& tools,
                                         const RunContext& context) {
  project::Workspace work;
  work.ring = ring_of(folder, context);
  const views::ViewPtr& front = folder.set.at(0);
  if (!front) throw Error(ErrorCode::Empty, "The view folder has no view 0.");
  const image::Image8& canvas = folder.picture ? *folder.picture : front->rgba;
  work.picture = project::make_picture(name, canvas, true);
  choose_from(folder.info, work.choices);
  work.choices.trust = folder.set.trust;
  work.choices.locked = folder.info.locked;
  const project::Algorithms algorithms = tools.algorithms_for(work.choices);
  auto cut_out = std::make_shared<project::CutOut>();
  cut_out->inputs = project::cut_out_key(work, algorithms);
  cut_out->front = canvas;
  cut_out->framing_ratio = folder.info.framing_ratio;
  work.cut_out = cut_out;
  take_views(folder, algorithms, work);
  project::settle(work, algorithms);
  return work;
}

io::ViewFolder folder_from_workspace(const project::Workspace& work) {
  io::ViewFolder folder;
  folder.set = work.view_set();
  folder.info.source = work.choices.source;
  if (work.choices.source != "sketch") {
    folder.info.pack = work.choices.source;
    folder.info.steps = from_values<CascadeOptions>(work.choices.cascade).steps;
  }
  if (work.cut_out) {
    folder.info.framing_ratio = work.cut_out->framing_ratio;
    if (folder.info.pack) folder.picture = std::make_shared<const image::Image8>(work.cut_out->front);
  }
  const auto options = from_values<SketchOptions>(work.choices.sketch);
  // The folder names the body that was drawn, so that it stays when another version would choose differently.
  SketchOptions drawn = options;
  if (drawn.body == sketch::Body::Auto && work.cut_out) drawn.body = sketch::choose_body(work.cut_out->front);
  folder.info.sketch_body = std::get<std::string>(to_values(drawn).at("body"));
  folder.info.sketch_depth = options.depth;
  folder.info.sketch_relief = options.relief;
  folder.info.sketch_unseen = std::get<std::string>(to_values(options).at("unseen"));
  folder.info.locked = work.choices.locked;
  return folder;
}

}  // namespace core::pipeline
