// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "app/cli/run.h"
#include "core/project/project_file.h"

namespace app::cli {
namespace {

struct Arguments {
  std::string picture, output, views_out, project;
  SourceArguments source;
  MeshArguments mesh;
};

/// Stores what a run produced as a project that the window opens.
void store_project(const std::filesystem::path& path, const core::project::Workspace& work) {
  std::string failure;
  const auto file = core::project::ProjectFile::create(path, [&](const core::Error& error) { failure = error.what(); });
  file->store(work.picture);
  file->store(work.cut_out);
  for (const auto& variants : work.variants) {
    for (const auto& variant : variants) file->store(variant);
  }
  file->store(work);
  file->store(work.surface);
  file->store(work.handover);
  file->flush();
  if (!failure.empty()) throw core::Error(core::ErrorCode::NotWritable, failure);
}

void run(const Arguments& arguments, Session& session) {
  core::pipeline::Tools tools = make_tools(settings_of(arguments.source));
  tools.device = surface_device(arguments.source.device);
  check_mesh_output(arguments.output);
  write_options(arguments.mesh);
  if (!arguments.views_out.empty()) check_folder_output(arguments.views_out);
  session.reporter.set_views_folder(arguments.views_out);
  core::project::Workspace work = open_picture(arguments.picture, arguments.source, tools, session);
  apply(arguments.mesh, work.choices);
  RunResult result = run_pipeline(std::move(work), core::pipeline::Goal::Handover, tools, session);
  if (!arguments.views_out.empty()) write_views(result.work, arguments.views_out);
  if (!arguments.project.empty()) store_project(arguments.project, result.work);
  export_and_finish(result, arguments.output, arguments.mesh, session);
}

}  // namespace

Command make_command(CLI::App& root) {
  Command command = new_command(root, "make", "Picture to textured mesh, all stages");
  auto arguments = std::make_shared<Arguments>();
  command.app->add_option("picture", arguments->picture, "PNG, JPEG, WebP, BMP or TIFF")->required();
  command.app->add_option("-o", arguments->output, "Mesh to write: .glb, .obj, .ply, .stl or .3mf")->required();
  command.app->add_option("--views-out", arguments->views_out, "Also write the views into this folder");
  command.app->add_option("--project", arguments->project, "Also write a project file (.e3d)");
  add_source(*command.app, arguments->source, Draws::Picture);
  add_surface(*command.app, arguments->mesh);
  add_frame(*command.app, arguments->mesh);
  command.run = [arguments](Session& session) { run(*arguments, session); };
  return command;
}

}  // namespace app::cli
