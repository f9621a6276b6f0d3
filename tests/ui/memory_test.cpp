// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>
#include <unistd.h>

#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>
#include <cstdio>
#include <fstream>

#include "core/project/whole_variants.h"
#include "tests/ui/fixtures.h"
#include "ui/board/board_panel.h"

namespace {

constexpr int kSide_px = 512;  // pictures of 1 MB
constexpr double kLargestGrowth_mb = 50.0;
constexpr int kNumWarmUps = 20;

/// 80 unless ENVISION3D_REROLLS says otherwise (tests/run --long: 500).
int num_rerolls() {
  bool is_number = false;
  const int number = qEnvironmentVariableIntValue("ENVISION3D_REROLLS", &is_number);
  return is_number ? number : 80;
}

double resident_mb() {
  std::ifstream file("/proc/self/statm");
  double total = 0.0, resident = 0.0;
  file >> total >> resident;
  return resident * static_cast<double>(sysconf(_SC_PAGESIZE)) / 1e6;
}

TEST(Memory, ManyRerollsTakeNoMoreThanAFew) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "A sanitizer keeps freed memory.";
#endif
  // Where there is a file system of memory the project need not wait for a disk at every step.
  const QString memory = QStringLiteral("/dev/shm");
  const QTemporaryDir folder((QFileInfo(memory).isWritable() ? memory : QDir::tempPath()) + "/envision3d-XXXXXX");
  const QByteArray data_home = qgetenv("XDG_DATA_HOME");
  qputenv("XDG_DATA_HOME", folder.path().toUtf8());
  ui_test::OpenedWork work(ui_test::disc_tools(kSide_px));
  ui::BoardPanel board(work.controller);
  board.resize(900, 700);
  board.show();
  const auto reroll = [&](int number) {
    const int view = 4 * (1 + number % 7);
    board.grid().select(view);
    work.edits.reroll(view, static_cast<std::uint64_t>(100 + number));
    work.settle();
  };
  for (int i = 0; i < kNumWarmUps; ++i) reroll(i);
  const double before_mb = resident_mb();
  const int number = num_rerolls();
  for (int i = 0; i < number; ++i) reroll(kNumWarmUps + i);
  const double growth_mb = resident_mb() - before_mb;
  RecordProperty("growth_mb", static_cast<int>(growth_mb));
  std::printf("%d re-rolls: %.0f MB, then %+.1f MB\n", number, before_mb, growth_mb);
  qputenv("XDG_DATA_HOME", data_home);
  EXPECT_LT(growth_mb, kLargestGrowth_mb);
  // Nothing is lost: the oldest drawing comes back as it was.
  const auto& list = work.controller.workspace().variants[4];
  ASSERT_GT(list.size(), core::project::kWholePerAnchor + 1);
  EXPECT_FALSE(list.front()->is_whole);
  EXPECT_EQ(work.controller.whole(list.front())->view->rgba.width(), kSide_px);
}

}  // namespace
