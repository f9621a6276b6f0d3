// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/pause_gate.h"

#include <gtest/gtest.h>

#include <chrono>
#include <future>

#include "core/base/error.h"

namespace {

using namespace std::chrono_literals;
using ui::PauseGate;

TEST(PauseGate, HoldsAJobAtItsNextReportUntilItMayGoOn) {
  auto gate = std::make_shared<PauseGate>();
  gate->set_closed(true);
  const core::RunContext context = ui::gated(core::RunContext(), gate);
  auto job = std::async(std::launch::async, [&] { context.report(1, 2); });
  EXPECT_EQ(job.wait_for(50ms), std::future_status::timeout);
  gate->set_closed(false);
  EXPECT_EQ(job.wait_for(5s), std::future_status::ready);
}

TEST(PauseGate, AStopEndsThePause) {
  auto gate = std::make_shared<PauseGate>();
  gate->set_closed(true);
  std::stop_source stop;
  const core::RunContext context = ui::gated(core::RunContext(stop.get_token(), {}), gate);
  auto job = std::async(std::launch::async, [&] {
    context.report(1, 2);
    context.checkpoint();
  });
  stop.request_stop();
  ASSERT_EQ(job.wait_for(5s), std::future_status::ready);
  EXPECT_THROW(job.get(), core::Cancelled);
}

TEST(PauseGate, ProgressStageAndWarningsComeThrough) {
  std::string stage, warning;
  double fraction = 0.0;
  core::RunListener listener;
  listener.on_progress = [&](std::string_view name, double value) {
    stage = name;
    fraction = value;
  };
  listener.on_warning = [&](std::string_view, const std::string& message) { warning = message; };
  const core::RunContext context = ui::gated(core::RunContext({}, std::move(listener)), std::make_shared<PauseGate>());
  context.part("surface", 0.2, 0.6).report(1, 2);
  context.warn("w", "beware");
  EXPECT_EQ(stage, "surface");
  EXPECT_DOUBLE_EQ(fraction, 0.4);
  EXPECT_EQ(warning, "beware");
}

}  // namespace
