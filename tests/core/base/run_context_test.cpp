// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/base/run_context.h"

#include <gtest/gtest.h>

#include <vector>

#include "core/base/error.h"

namespace core {
namespace {

TEST(RunContext, ACheckpointThrowsAfterAStopRequest) {
  std::stop_source stop;
  const RunContext context(stop.get_token(), {});
  EXPECT_NO_THROW(context.checkpoint());
  stop.request_stop();
  EXPECT_THROW(context.part(0.2, 0.4).checkpoint(), Cancelled);
}

TEST(RunContext, PartsNestAndTheFractionNeverFalls) {
  std::vector<double> fractions;
  RunListener listener;
  listener.on_progress = [&](std::string_view, double fraction) { fractions.push_back(fraction); };
  const RunContext context({}, listener);
  const RunContext second = context.part("surface", 0.5, 1.0);
  context.part(0.0, 0.5).report(1, 2);
  second.part(0.5, 1.0).report(1, 1);
  context.part(0.0, 0.5).report(1, 1);
  EXPECT_EQ(fractions, (std::vector<double>{0.25, 1.0, 1.0}));
}

TEST(RunContext, WarningsReachTheListener) {
  std::string heard;
  RunListener listener;
  listener.on_warning = [&](std::string_view code, const std::string& message) {
    heard = std::string(code) + ": " + message;
  };
  RunContext({}, listener).part("x", 0, 1).warn("thin", "The object is thin.");
  EXPECT_EQ(heard, "thin: The object is thin.");
}

}  // namespace
}  // namespace core
