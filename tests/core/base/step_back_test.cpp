// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/base/step_back.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <thread>
#include <vector>

#include "core/base/parallel.h"

namespace {

int nice_here() { return ::getpriority(PRIO_PROCESS, static_cast<id_t>(::gettid())); }

TEST(StepBack, ReachesTheThreadsOfParallelLoopsAndNoOthers) {
  const int before = nice_here();
  std::vector<int> seen(64, -100);
  std::thread other([&] {
    const core::StepBack step_back;
    core::parallel_for(std::size_t{0}, seen.size(), std::size_t{1}, [&](std::size_t i) {
      seen[i] = nice_here();
      // Long enough for the others to take a share.
      const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(2);
      while (std::chrono::steady_clock::now() < end) {
      }
    });
  });
  other.join();
  EXPECT_EQ(nice_here(), before);
  for (const int nice : seen) EXPECT_GE(nice, core::kStepBackNice);
}

}  // namespace
