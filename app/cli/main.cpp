// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <csignal>
#include <cstdio>
#include <new>
#include <thread>

#include <fmt/format.h>

#include "app/cli/command.h"
#include "app/composition.h"
#include "core/base/log.h"
#include "core/base/parallel.h"

namespace {

using app::cli::Command;
using core::Error;
using core::ErrorCode;

/// Waits for SIGINT or SIGTERM on a thread of its own and asks the run to stop; a second signal ends the program at
/// once.
class StopOnSignal {
 public:
  StopOnSignal() {
    sigemptyset(&signals_);
    sigaddset(&signals_, SIGINT);
    sigaddset(&signals_, SIGTERM);
    // Before any other thread exists, so that all inherit the mask.
    pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
    std::thread([signals = signals_, stop = stop_]() mutable {
      int signal = 0;
      sigwait(&signals, &signal);
      stop.request_stop();
      sigwait(&signals, &signal);
      std::_Exit(core::kExitStopped);
    }).detach();
  }
  std::stop_token token() const { return stop_.get_token(); }

 private:
  sigset_t signals_{};
  std::stop_source stop_;
};

int fail(app::cli::Reporter& reporter, ErrorCode code, const std::string& message) {
  reporter.error(code, message);
  return core::exit_status(code);
}

int run_command(const Command& command, std::stop_token stop) {
  const app::cli::Common& common = *command.common;
  core::set_log_level(common.quiet ? 0 : common.verbosity);
  const core::ThreadLimit threads(common.threads);
  app::cli::Reporter reporter(common);
  app::cli::Session session{reporter, stop};
  try {
    command.run(session);
    return 0;
  } catch (const core::Cancelled&) {
    std::fputs("Stopped.\n", stderr);
    return core::kExitStopped;
  } catch (const Error& error) {
    return fail(reporter, error.code(), error.what());
  } catch (const std::bad_alloc&) {
    return fail(reporter, ErrorCode::OutOfMemory,
                "There was not enough memory. Choose --quality draft or a smaller --texture.");
  } catch (const std::exception& error) {
    return fail(reporter, ErrorCode::Internal,
                fmt::format("Something failed inside the program: {}. Please report this with the command you used.",
                            error.what()));
  }
}

/// Usage errors found by the parser are told like all others, as JSON when the command line asks for it.
int report_usage(const std::string& message, int argc, char** argv) {
  app::cli::Common common;
  for (int i = 1; i < argc; ++i) common.json = common.json || std::string_view(argv[i]) == "--json";
  app::cli::Reporter reporter(common);
  return fail(reporter, ErrorCode::Usage, message + " See 'envision3d-cli --help'.");
}

}  // namespace

int main(int argc, char** argv) {
  app::let_waiting_threads_sleep();
  const StopOnSignal stop;
  core::log_to_stderr();
  CLI::App root("Envision3D: one picture becomes a textured mesh", "envision3d-cli");
  root.set_version_flag("--version", "envision3d-cli " ENVISION3D_VERSION);
  root.require_subcommand(1);
  const std::vector<Command> commands = app::cli::register_commands(root);
  try {
    root.parse(argc, argv);
  } catch (const CLI::Success& success) {
    return root.exit(success);
  } catch (const CLI::ParseError& error) {
    return report_usage(error.what(), argc, argv);
  } catch (const Error& error) {
    return report_usage(error.what(), argc, argv);
  }
  for (const Command& command : commands) {
    if (command.app->parsed()) return run_command(command, stop.token());
  }
  return 2;
}
