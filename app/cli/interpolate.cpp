// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <charconv>

#include <fmt/format.h>

#include "app/cli/run.h"

namespace app::cli {
namespace {

struct Arguments {
  std::string folder, clips = "0,1,2,3";
  SourceArguments source;
};

core::views::ClipSet parse_clips(const std::string& text) {
  core::views::ClipSet clips;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(',', begin), text.size());
    int clip = -1;
    const auto parsed = std::from_chars(text.data() + begin, text.data() + end, clip);
    if (parsed.ec != std::errc() || parsed.ptr != text.data() + end || clip < 0 || clip >= core::views::kNumClips) {
      throw core::Error(core::ErrorCode::Usage,
                        fmt::format("--clips '{}' is not a list of 0, 1, 2, 3 such as 0,2.", text));
    }
    clips.set(static_cast<std::size_t>(clip));
    begin = end + 1;
  }
  return clips;
}

void run(const Arguments& arguments, Session& session) {
  const core::views::ClipSet clips = parse_clips(arguments.clips);
  const core::pipeline::Tools tools = make_tools(settings_of(arguments.source));
  core::project::Workspace work = open_drawn_folder(arguments.folder, arguments.source, tools, session);
  const auto locked = work.choices.locked;
  if (arguments.source.seed) work.choices.seed = *arguments.source.seed;
  session.reporter.set_views_folder(arguments.folder);

  // What is asked for is drawn whether it is there or not; everything else stays as it is.
  std::vector<int> wanted;
  for (int clip = 0; clip < core::views::kNumClips; ++clip) {
    for (const int view : core::views::clip_views(clip)) {
      const std::size_t slot = static_cast<std::size_t>(view);
      if (!clips[static_cast<std::size_t>(clip)] || work.choices.locked[slot]) continue;
      wanted.push_back(view);
      work.variants[slot].clear();
      work.shown[slot] = nullptr;
    }
  }
  hold_all_but(wanted, work);
  std::vector<int> drawn;
  RunResult result = run_pipeline(std::move(work), core::pipeline::Goal::InBetweens, tools, session,
                                  [&](const core::pipeline::Event& event) {
                                    if (const auto* ready = std::get_if<core::pipeline::ViewReady>(&event)) {
                                      const int view = ready->variant->view->index;
                                      if (clips[static_cast<std::size_t>(core::views::clip_of_view(view))])
                                        drawn.push_back(view);
                                    }
                                  });
  result.work.choices.locked = locked;
  if (!drawn.empty()) write_views(result.work, arguments.folder, drawn);
  session.reporter.done({{"output", arguments.folder}, {"drawn", drawn}, {"seconds", seconds_of(result)}},
                        fmt::format("{}: {} in-betweens drawn", arguments.folder, drawn.size()));
}

}  // namespace

Command interpolate_command(CLI::App& root) {
  Command command = new_command(root, "interpolate", "Draw the in-betweens of a view folder that has its anchors");
  auto arguments = std::make_shared<Arguments>();
  command.app->add_option("folder", arguments->folder, "View folder")->required();
  command.app->add_option("--clips", arguments->clips, "Clips to draw, such as 0,2 (default: all)");
  add_source(*command.app, arguments->source, Draws::InBetweens);
  command.run = [arguments](Session& session) { run(*arguments, session); };
  return command;
}

}  // namespace app::cli
