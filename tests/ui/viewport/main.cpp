// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <QApplication>
#include <QSurfaceFormat>

#include "tests/support/virtual_display.h"

namespace {

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
  const support::VirtualDisplay display;
  if (!display.name().empty()) qputenv("DISPLAY", QByteArray::fromStdString(display.name()));
  return run_tests(argc, argv);
}
