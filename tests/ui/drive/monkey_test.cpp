// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "tests/ui/drive/window_drive.h"

namespace {

using drive_test::WindowDrive;

/// 1,500 unless ENVISION3D_MONKEY_EVENTS says otherwise (tests/run --long: 20,000).
int num_events() {
  bool is_number = false;
  const int number = qEnvironmentVariableIntValue("ENVISION3D_MONKEY_EVENTS", &is_number);
  return is_number ? number : 1500;
}

TEST_F(WindowDrive, SurvivesAMonkeyAndLeavesAProjectThatReopens) {
  const int limit_ms = 240000 + 400 * num_events();  // the sanitizers take their time
  play({"size 1200 800", "open " + path("jug.png"), "set surface quality draft", "wait for views 32",
        QStringLiteral("monkey 20261121 %1").arg(num_events()), "stop", "wait idle", "save " + path("after.e3d")},
       limit_ms);
  play({"open " + path("after.e3d"), "wait idle"});
}

}  // namespace
