// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "app/cli/run.h"

namespace app::cli {
namespace {

struct Arguments {
  std::string picture, output;
  bool anchors_only = false;
  SourceArguments source;
};

void run(const Arguments& arguments, Session& session) {
  const core::pipeline::Tools tools = make_tools(settings_of(arguments.source));
  check_folder_output(arguments.output);
  session.reporter.set_views_folder(arguments.output);
  core::project::Workspace work = open_picture(arguments.picture, arguments.source, tools, session);
  const auto goal = arguments.anchors_only ? core::pipeline::Goal::Anchors : core::pipeline::Goal::InBetweens;
  const RunResult result = run_pipeline(std::move(work), goal, tools, session);
  write_views(result.work, arguments.output);
  session.reporter.done(
      {{"output", arguments.output}, {"seconds", seconds_of(result)}, {"peak_rss_mb", peak_rss_mb()}},
      fmt::format("{}: {} views, {:.1f} s", arguments.output, arguments.anchors_only ? 8 : 32, result.total_s));
}

}  // namespace

Command views_command(CLI::App& root) {
  Command command = new_command(root, "views", "Picture to a view folder: 8 anchors with normals, 24 in-betweens");
  auto arguments = std::make_shared<Arguments>();
  command.app->add_option("picture", arguments->picture, "PNG, JPEG, WebP, BMP or TIFF")->required();
  command.app->add_option("-o", arguments->output, "View folder to write")->required();
  command.app->add_flag("--anchors-only", arguments->anchors_only, "Stop after the anchors");
  add_source(*command.app, arguments->source, Draws::Picture);
  command.run = [arguments](Session& session) { run(*arguments, session); };
  return command;
}

}  // namespace app::cli
