// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/panels/progress_line.h"

#include <gtest/gtest.h>

namespace {

TEST(RunWords, SayHowFarItIsAndWhatIsLeftOnceThatIsKnown) {
  EXPECT_EQ(ui::run_words({"surface", 0.014, 0.1, -1.0}), "1 %");
  EXPECT_EQ(ui::run_words({"surface", 0.4, 4.0, 6.2}), "40 %, 6 s left");
  EXPECT_EQ(ui::run_words({"surface", 0.1, 10.0, 90.0}), "10 %, 1 min 30 s left");
}

TEST(TimeWords, SayTheWholeOnceItIsKnown) {
  EXPECT_EQ(ui::time_words(3.2, -1.0), "3 s");
  EXPECT_EQ(ui::time_words(3.2, 8.9), "3 s of about 12 s");
}

}  // namespace
