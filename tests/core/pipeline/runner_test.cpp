// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/pipeline/runner.h"

#include <gtest/gtest.h>

#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

namespace core::pipeline {
namespace {

/// Collects the events of all jobs and waits for their ends.
class Recorder {
 public:
  OnEvent listener() {
    return [this](JobId job, const Event& event) {
      const std::lock_guard lock(mutex_);
      if (const auto* finished = std::get_if<Finished>(&event)) {
        outcomes_[job].push_back(finished->outcome);
      } else {
        ++num_events_[job];
      }
      changed_.notify_all();
    };
  }
  Outcome wait_for(JobId job) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return !outcomes_[job].empty(); });
    return outcomes_[job].front();
  }
  std::size_t num_outcomes(JobId job) {
    const std::lock_guard lock(mutex_);
    return outcomes_[job].size();
  }
  int num_events(JobId job) {
    const std::lock_guard lock(mutex_);
    return num_events_[job];
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<JobId, std::vector<Outcome>> outcomes_;
  std::map<JobId, int> num_events_;
};

/// A job that works until it is told to stop.
void work_until_stopped(const RunContext& context, const EventSink&) {
  while (true) {
    context.checkpoint();
    std::this_thread::yield();
  }
}

TEST(Runner, AJobThatEndsWellIsDone) {
  Recorder recorder;
  Runner runner(recorder.listener());
  const JobId job =
      runner.start(Lane::Heavy, [](const RunContext& context, const EventSink&) { context.report(1, 2); });
  EXPECT_TRUE(std::holds_alternative<Done>(recorder.wait_for(job)));
  EXPECT_EQ(recorder.num_events(job), 1);
}

TEST(Runner, WhatAJobThrowsBecomesItsOutcome) {
  Recorder recorder;
  Runner runner(recorder.listener());
  const JobId bad = runner.start(Lane::Light, [](const RunContext&, const EventSink&) {
    throw Error(ErrorCode::BadFormat, "'toy.png' is not a picture.");
  });
  const auto failure = std::get<Failure>(recorder.wait_for(bad));
  EXPECT_EQ(failure.code, ErrorCode::BadFormat);
  EXPECT_EQ(failure.message, "'toy.png' is not a picture.");
  const JobId broken =
      runner.start(Lane::Light, [](const RunContext&, const EventSink&) { throw std::logic_error("x"); });
  EXPECT_EQ(std::get<Failure>(recorder.wait_for(broken)).code, ErrorCode::Internal);
  const JobId large = runner.start(Lane::Light, [](const RunContext&, const EventSink&) { throw std::bad_alloc(); });
  EXPECT_EQ(std::get<Failure>(recorder.wait_for(large)).code, ErrorCode::OutOfMemory);
}

TEST(Runner, ACancelledJobEndsWithCancelled) {
  Recorder recorder;
  Runner runner(recorder.listener());
  const JobId job = runner.start(Lane::Heavy, work_until_stopped);
  runner.cancel(job);
  EXPECT_TRUE(std::holds_alternative<Cancelled>(recorder.wait_for(job)));
}

TEST(Runner, AJobCancelledBeforeItBeganNeverRuns) {
  Recorder recorder;
  std::atomic<bool> has_run = false;
  Runner runner(recorder.listener());
  const JobId first = runner.start(Lane::Heavy, work_until_stopped);
  const JobId second = runner.start(Lane::Heavy, [&](const RunContext&, const EventSink&) { has_run = true; });
  runner.cancel(second);
  runner.cancel(first);
  EXPECT_TRUE(std::holds_alternative<Cancelled>(recorder.wait_for(second)));
  EXPECT_FALSE(has_run);
}

TEST(Runner, TheLightLaneDoesNotWaitForTheHeavyOne) {
  Recorder recorder;
  Runner runner(recorder.listener());
  const JobId heavy = runner.start(Lane::Heavy, work_until_stopped);
  const JobId light = runner.start(Lane::Light, [](const RunContext&, const EventSink&) {});
  EXPECT_TRUE(std::holds_alternative<Done>(recorder.wait_for(light)));
  EXPECT_EQ(recorder.num_outcomes(heavy), 0u);
  runner.cancel_all(Lane::Heavy);
  recorder.wait_for(heavy);
}

TEST(Runner, JobsOfALaneRunInTheirOrder) {
  Recorder recorder;
  std::vector<int> order;
  Runner runner(recorder.listener());
  JobId last = 0;
  for (int i = 0; i < 20; ++i)
    last = runner.start(Lane::Heavy, [&, i](const RunContext&, const EventSink&) { order.push_back(i); });
  recorder.wait_for(last);
  for (int i = 0; i < 20; ++i) EXPECT_EQ(order[static_cast<std::size_t>(i)], i);
}

TEST(Runner, DestructionDropsTheQueueAndStopsWhatRuns) {
  Recorder recorder;
  JobId running = 0, queued = 0;
  {
    Runner runner(recorder.listener());
    running = runner.start(Lane::Heavy, work_until_stopped);
    while (recorder.num_events(running) == 0 && recorder.num_outcomes(running) == 0) {
      const JobId probe = runner.start(Lane::Light, [](const RunContext&, const EventSink&) {});
      recorder.wait_for(probe);
      break;
    }
    for (int i = 0; i < 5; ++i) queued = runner.start(Lane::Heavy, work_until_stopped);
  }
  EXPECT_LE(recorder.num_outcomes(running), 1u);
  EXPECT_EQ(recorder.num_outcomes(queued), 0u);
}

TEST(Runner, AFloodOfEventsAndCancelsEndsEachJobOnce) {
  Recorder recorder;
  std::vector<JobId> jobs;
  {
    Runner runner(recorder.listener());
    for (int i = 0; i < 200; ++i) {
      const Lane lane = i % 2 == 0 ? Lane::Heavy : Lane::Light;
      jobs.push_back(runner.start(lane, [](const RunContext& context, const EventSink& sink) {
        for (int step = 0; step < 50; ++step) {
          context.checkpoint();
          context.report(step, 50);
          sink(Warning{"flood", "step"});
        }
      }));
      if (i % 3 == 0) runner.cancel(jobs.back());
    }
    for (const JobId job : jobs) recorder.wait_for(job);
  }
  for (const JobId job : jobs) EXPECT_EQ(recorder.num_outcomes(job), 1u);
}

TEST(RunHere, TellsAsMuchTimeAsTheRestTakesAtThePaceSoFar) {
  std::vector<Progress> told;
  run_here(
      [](const RunContext& context, const EventSink&) {
        for (const double share : {0.01, 0.1, 0.25, 0.8}) context.report(share, 1.0);
      },
      {},
      [&](const Event& event) {
        if (const auto* progress = std::get_if<Progress>(&event)) told.push_back(*progress);
      });
  ASSERT_EQ(told.size(), 4u);
  EXPECT_EQ(told[0].remaining_s, -1.0) << "too early to tell";
  for (std::size_t i = 1; i < told.size(); ++i) {
    const double total_s = told[i].elapsed_s / told[i].fraction;
    EXPECT_NEAR(told[i].elapsed_s + told[i].remaining_s, total_s, 1e-9 + 1e-6 * total_s);
  }
}

TEST(RunHere, SendsFinishedLastAndProgressWithTimes) {
  std::vector<Event> events;
  const Outcome outcome =
      run_here([](const RunContext& context, const EventSink&) { context.part("surface", 0, 1).report(1, 2); }, {},
               [&](const Event& event) { events.push_back(event); });
  EXPECT_TRUE(std::holds_alternative<Done>(outcome));
  ASSERT_EQ(events.size(), 2u);
  const auto& progress = std::get<Progress>(events[0]);
  EXPECT_EQ(progress.stage, "surface");
  EXPECT_DOUBLE_EQ(progress.fraction, 0.5);
  EXPECT_GE(progress.remaining_s, 0.0);
  EXPECT_TRUE(std::holds_alternative<Finished>(events[1]));
}

}  // namespace
}  // namespace core::pipeline
