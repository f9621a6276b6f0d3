// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "tests/support/virtual_display.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace support {

VirtualDisplay::VirtualDisplay() {
  int channel[2] = {};
  if (pipe(channel) != 0) return;
  process_ = fork();
  if (process_ == 0) {
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    const int quiet = open("/dev/null", O_RDWR);
    dup2(quiet, STDOUT_FILENO);
    dup2(quiet, STDERR_FILENO);
    const std::string number_to = std::to_string(channel[1]);
    execlp("Xvfb", "Xvfb", "-displayfd", number_to.c_str(), "-screen", "0", "1600x1000x24", "-nolisten", "tcp",
           nullptr);
    _exit(127);
  }
  close(channel[1]);
  std::string number;
  char digit = 0;
  while (read(channel[0], &digit, 1) == 1 && digit != '\n') number += digit;
  close(channel[0]);
  if (!number.empty()) name_ = ":" + number;
}

VirtualDisplay::~VirtualDisplay() {
  if (process_ <= 0) return;
  kill(process_, SIGTERM);
  waitpid(process_, nullptr, 0);
}

}  // namespace support
