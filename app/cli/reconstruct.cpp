// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "app/cli/run.h"
#include "app/composition.h"
#include "core/io/mesh_file.h"

namespace app::cli {
namespace {

struct Arguments {
  std::string folder, second, output, snapshots, device = "auto";
  MeshArguments mesh;
};

void write_snapshot(const std::filesystem::path& folder, int number, const core::mesh::Mesh& mesh) {
  core::io::MeshWriteOptions options;
  options.frame = core::io::MeshFrame::World;
  core::io::write_mesh(folder / fmt::format("snapshot{:02}.ply", number), mesh, options);
}

void run(const Arguments& arguments, Session& session) {
  core::pipeline::Tools tools = make_tools();
  tools.device = surface_device(arguments.device);
  check_mesh_output(arguments.output);
  write_options(arguments.mesh);
  if (!arguments.snapshots.empty()) {
    check_folder_output(arguments.snapshots);
    std::filesystem::create_directories(arguments.snapshots);
  }
  core::project::Workspace work = open_folder(arguments.folder, {.second = arguments.second}, tools, session);
  apply(arguments.mesh, work.choices);
  // The views stay as they were given, in-betweens that are missing stay missing.
  work.choices.locked.fill(true);
  int num_snapshots = 0;
  RunResult result = run_pipeline(std::move(work), core::pipeline::Goal::Handover, tools, session,
                                  [&](const core::pipeline::Event& event) {
                                    const auto* snapshot = std::get_if<core::pipeline::SnapshotReady>(&event);
                                    if (snapshot != nullptr && !arguments.snapshots.empty())
                                      write_snapshot(arguments.snapshots, num_snapshots++, *snapshot->mesh);
                                  });
  export_and_finish(result, arguments.output, arguments.mesh, session);
}

}  // namespace

Command reconstruct_command(CLI::App& root) {
  Command command = new_command(root, "reconstruct", "View folder to textured mesh");
  auto arguments = std::make_shared<Arguments>();
  command.app->add_option("folder", arguments->folder, "View folder")->required();
  command.app->add_option("second", arguments->second, "Second folder when stage I and stage II results lie apart");
  command.app->add_option("-o", arguments->output, "Mesh to write: .glb, .obj, .ply, .stl or .3mf")->required();
  command.app->add_option("--snapshots", arguments->snapshots,
                          "Also write the meshes of the refinement into this folder");
  add_device(*command.app, arguments->device);
  add_surface(*command.app, arguments->mesh);
  add_frame(*command.app, arguments->mesh);
  command.run = [arguments](Session& session) { run(*arguments, session); };
  return command;
}

}  // namespace app::cli
