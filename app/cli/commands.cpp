// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "app/cli/command.h"

namespace app::cli {

Command new_command(CLI::App& root, const std::string& name, const std::string& help) {
  Command command;
  command.app = root.add_subcommand(name, help);
  command.common = std::make_shared<Common>();
  add_common(*command.app, *command.common);
  return command;
}

std::vector<Command> register_commands(CLI::App& root) {
  return {make_command(root),        views_command(root),       reroll_command(root),
          interpolate_command(root), reconstruct_command(root), inspect_command(root),
          convert_command(root),     render_command(root),      bench_command(root)};
}

}  // namespace app::cli
