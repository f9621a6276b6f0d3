// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <random>

#include "app/cli/run.h"
#include "core/io/image_file.h"

namespace app::cli {
namespace {

struct Arguments {
  std::string folder, mask;
  int view = 0;
  bool anchors_only = false;
  SourceArguments source;
};

std::uint64_t fresh_seed() {
  std::random_device device;
  return device() % 1'000'000'000u;
}

/// The anchor and the in-betweens that it holds.
std::vector<int> with_dependent_views(int view) {
  std::vector<int> views = {view};
  const core::views::ClipSet clips = core::views::clips_of_anchor(view / core::geometry::kViewsPerAnchor);
  for (int clip = 0; clip < core::views::kNumClips; ++clip) {
    if (!clips[static_cast<std::size_t>(clip)]) continue;
    for (const int in_between : core::views::clip_views(clip)) views.push_back(in_between);
  }
  return views;
}

void refuse(const std::string& why) { throw core::Error(core::ErrorCode::Usage, why); }

void check_request(const Arguments& arguments, const core::project::Workspace& work,
                   const core::views::ViewSource& source) {
  const int view = arguments.view;
  if (view < 0 || view >= core::geometry::kNumViews || !core::geometry::is_anchor(view)) {
    refuse(fmt::format("View {} is not an anchor; anchors are 0, 4, 8, 12, 16, 20, 24 and 28.", view));
  }
  if (work.choices.locked[static_cast<std::size_t>(view)]) {
    refuse(fmt::format("View {} is locked and is never drawn again. Unlock it first.", view));
  }
  if (view == 0 && source.front_is_photo()) {
    refuse("View 0 of the sketch source is the photo itself and cannot be drawn again. Open another picture instead.");
  }
}

/// The part of a view that is drawn again: white of the mask; what is transparent in it counts as black.
core::views::AnchorRegionPtr read_region(const std::string& mask, const core::views::ViewPtr& view) {
  const core::image::Image8 rgba = core::io::read_picture(mask).rgba;
  core::views::AnchorRegion region{view, core::image::Image8(rgba.width(), rgba.height(), 1)};
  for (std::size_t i = 0; i < rgba.num_pixels(); ++i) {
    const std::uint8_t* p = rgba.data().data() + 4 * i;
    region.mask.data()[i] = static_cast<std::uint8_t>((p[0] + p[1] + p[2]) * p[3] / (3 * 255));
  }
  const auto& values = region.mask.data();
  if (std::all_of(values.begin(), values.end(), [](std::uint8_t value) { return value == 0; }))
    refuse(fmt::format("The mask '{}' is black everywhere: nothing would be drawn again.", mask));
  return std::make_shared<const core::views::AnchorRegion>(std::move(region));
}

void run(const Arguments& arguments, Session& session) {
  const core::pipeline::Tools tools = make_tools(settings_of(arguments.source));
  core::project::Workspace work = open_drawn_folder(arguments.folder, arguments.source, tools, session);
  const auto source = tools.make_source(work.choices);
  check_request(arguments, work, *source);
  session.reporter.set_views_folder(arguments.folder);

  const std::size_t slot = static_cast<std::size_t>(arguments.view);
  const std::size_t anchor = slot / core::geometry::kViewsPerAnchor;
  const auto locked = work.choices.locked;
  hold_all_but(with_dependent_views(arguments.view), work);
  if (!arguments.mask.empty()) work.choices.regions[anchor] = read_region(arguments.mask, work.shown[slot]->view);
  work.choices.own[anchor] = nullptr;
  work.choices.anchor_seeds[anchor] = arguments.source.seed ? *arguments.source.seed : fresh_seed();
  const auto goal = arguments.anchors_only ? core::pipeline::Goal::Anchors : core::pipeline::Goal::InBetweens;
  std::vector<int> drawn;
  RunResult result = run_pipeline(std::move(work), goal, tools, session, [&](const core::pipeline::Event& event) {
    if (const auto* ready = std::get_if<core::pipeline::ViewReady>(&event))
      drawn.push_back(ready->variant->view->index);
  });
  result.work.choices.locked = locked;
  if (!drawn.empty()) write_views(result.work, arguments.folder, drawn);
  const std::uint64_t seed = result.work.choices.anchor_seeds[anchor];
  session.reporter.done({{"output", arguments.folder},
                         {"view", arguments.view},
                         {"seed", seed},
                         {"drawn", drawn},
                         {"seconds", seconds_of(result)}},
                        fmt::format("{}: view {} drawn again with seed {}, {} views in all", arguments.folder,
                                    arguments.view, seed, drawn.size()));
}

}  // namespace

Command reroll_command(CLI::App& root) {
  Command command = new_command(root, "reroll", "Draw one anchor of a view folder again, all others held");
  auto arguments = std::make_shared<Arguments>();
  command.app->add_option("folder", arguments->folder, "View folder")->required();
  command.app->add_option("--view", arguments->view, "Anchor: 0, 4, ... 28")->required();
  command.app->add_option("--mask", arguments->mask, "White = draw again; needs a model pack");
  command.app->add_flag("--anchors-only", arguments->anchors_only, "Leave the in-betweens as they are");
  add_source(*command.app, arguments->source, Draws::Anchor);
  command.run = [arguments](Session& session) { run(*arguments, session); };
  return command;
}

}  // namespace app::cli
