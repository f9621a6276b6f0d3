// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <memory>
#include <stop_token>

#include "app/cli/arguments.h"
#include "app/cli/reporter.h"

namespace app::cli {

/// What a command gets when it runs.
struct Session {
  Reporter& reporter;
  std::stop_token stop;
};
/// A command's work; throws Error or Cancelled.
using RunCommand = std::function<void(Session& session)>;

/// One command: registers its options with the parser and gives back what to run.
struct Command {
  CLI::App* app = nullptr;
  std::shared_ptr<Common> common;
  RunCommand run;
};

/// A subcommand with the common options.
Command new_command(CLI::App& root, const std::string& name, const std::string& help);

/// All commands, in the order in which --help names them; a new one is a line in here.
std::vector<Command> register_commands(CLI::App& root);

Command make_command(CLI::App& root);
Command views_command(CLI::App& root);
Command reroll_command(CLI::App& root);
Command interpolate_command(CLI::App& root);
Command reconstruct_command(CLI::App& root);
Command inspect_command(CLI::App& root);
Command convert_command(CLI::App& root);
Command render_command(CLI::App& root);
Command bench_command(CLI::App& root);

}  // namespace app::cli
