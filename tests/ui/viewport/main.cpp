// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <QApplication>
#include <QSurfaceFormat>
#include <string>

namespace {

/// A display of its own for a test run that has none; it ends with this object. Without the program Xvfb nothing
/// starts.
class VirtualDisplay {
 public:
  VirtualDisplay() {
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
    QByteArray number(":");
    char digit = 0;
    while (read(channel[0], &digit, 1) == 1 && digit != '\n') number.append(digit);
    close(channel[0]);
    if (number.size() > 1) qputenv("DISPLAY", number);
  }
  ~VirtualDisplay() {
    if (process_ <= 0) return;
    kill(process_, SIGTERM);
    waitpid(process_, nullptr, 0);
  }
  VirtualDisplay(const VirtualDisplay&) = delete;
  VirtualDisplay& operator=(const VirtualDisplay&) = delete;

 private:
  pid_t process_ = -1;
};

int run_tests(int argc, char** argv) {
  if (qEnvironmentVariableIsEmpty("DISPLAY")) qputenv("QT_QPA_PLATFORM", "offscreen");
  QSurfaceFormat format;
  format.setVersion(3, 3);
  format.setProfile(QSurfaceFormat::CoreProfile);
  QSurfaceFormat::setDefaultFormat(format);
  const QApplication application(argc, argv);
  return RUN_ALL_TESTS();
}

}  // namespace

// Tests of the viewport draw on the display that is there, else on a virtual one, and are skipped where neither works.
int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  if (testing::GTEST_FLAG(list_tests)) return RUN_ALL_TESTS();
  if (!qEnvironmentVariableIsEmpty("DISPLAY")) return run_tests(argc, argv);
  const VirtualDisplay display;
  return run_tests(argc, argv);
}
