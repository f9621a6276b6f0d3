// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "app/cli/run.h"
#include "core/io/mesh_file.h"

namespace app::cli {
namespace {

struct Arguments {
  std::string input, output;
  MeshArguments mesh;
};

void run(const Arguments& arguments, const CLI::App& app, Session& session) {
  check_mesh_output(arguments.output);
  const core::io::MeshWriteOptions options = write_options(arguments.mesh);
  const bool is_told = app.count("--size") + app.count("--up") + app.count("--frame") > 0;
  const core::io::MeshCheck check =
      core::io::convert_mesh(arguments.input, arguments.output, is_told ? std::optional(options) : std::nullopt);
  session.reporter.done({{"output", arguments.output},
                         {"vertices", check.num_vertices},
                         {"faces", check.num_faces},
                         {"watertight", check.is_watertight},
                         {"components", check.num_components}},
                        fmt::format("{}: {} faces", arguments.output, check.num_faces));
}

}  // namespace

Command convert_command(CLI::App& root) {
  Command command = new_command(root, "convert", "Between mesh formats; turns frames and units");
  auto arguments = std::make_shared<Arguments>();
  command.app->add_option("mesh", arguments->input, "GLB, glTF, OBJ, PLY, STL or 3MF")->required();
  command.app->add_option("-o", arguments->output, "Mesh to write")->required();
  add_frame(*command.app, arguments->mesh);
  command.run = [arguments, app = command.app](Session& session) { run(*arguments, *app, session); };
  return command;
}

}  // namespace app::cli
