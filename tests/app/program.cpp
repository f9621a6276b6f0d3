// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "tests/app/program.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <stdexcept>

namespace support {
namespace {

using Clock = std::chrono::steady_clock;

/// Starts the program with its outputs in pipes and nothing to read.
pid_t start(const std::vector<std::string>& arguments, int out[2], int err[2]) {
  if (pipe2(out, O_CLOEXEC) != 0 || pipe2(err, O_CLOEXEC) != 0) throw std::runtime_error("no pipes");
  std::vector<char*> argv;
  std::string program = ENVISION3D_CLI;
  argv.push_back(program.data());
  std::vector<std::string> copies = arguments;
  for (std::string& argument : copies) argv.push_back(argument.data());
  argv.push_back(nullptr);
  const pid_t child = fork();
  if (child == 0) {
    const int nothing = open("/dev/null", O_RDONLY);
    dup2(nothing, 0);
    dup2(out[1], 1);
    dup2(err[1], 2);
    execv(argv[0], argv.data());
    _exit(127);
  }
  close(out[1]);
  close(err[1]);
  return child;
}

}  // namespace

ProgramResult run_program(const std::vector<std::string>& arguments, int timeout_s, const std::string& stop_after) {
  int out[2], err[2];
  const pid_t child = start(arguments, out, err);
  ProgramResult result;
  const auto deadline = Clock::now() + std::chrono::seconds(timeout_s);
  pollfd pipes[2] = {{out[0], POLLIN, 0}, {err[0], POLLIN, 0}};
  int num_open = 2;
  bool is_stopped = stop_after.empty();
  while (num_open > 0 && Clock::now() < deadline) {
    poll(pipes, 2, 100);
    for (int i = 0; i < 2; ++i) {
      if (pipes[i].fd < 0 || (pipes[i].revents & (POLLIN | POLLHUP)) == 0) continue;
      char buffer[65536];
      const ssize_t count = read(pipes[i].fd, buffer, sizeof(buffer));
      if (count > 0) {
        (i == 0 ? result.out : result.err).append(buffer, static_cast<std::size_t>(count));
      } else {
        pipes[i].fd = -1;
        --num_open;
      }
    }
    if (!is_stopped && result.out.find(stop_after) != std::string::npos) {
      kill(child, SIGINT);
      is_stopped = true;
    }
  }
  if (num_open > 0) kill(child, SIGKILL);
  int status = 0;
  waitpid(child, &status, 0);
  close(out[0]);
  close(err[0]);
  if (num_open > 0) {
    result.status = -1;
  } else {
    result.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }
  return result;
}

TemporaryFolder::TemporaryFolder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "e3d-app-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
  path_ = pattern;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace support
