// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/job_desk.h"

#include <gtest/gtest.h>

#include <QTest>

namespace {

using core::pipeline::Event;
using core::pipeline::Finished;
using core::pipeline::Lane;
using core::pipeline::Progress;
using core::pipeline::SnapshotReady;
using core::pipeline::Warning;
using ui::EventInbox;
using ui::JobDesk;

TEST(EventInbox, KeepsOnlyTheNewestProgressAndSnapshotOfAJob) {
  EventInbox inbox;
  for (int i = 0; i <= 1000; ++i) {
    inbox.put(1, Progress{"surface", i / 1000.0});
    inbox.put(1, SnapshotReady{i});
  }
  inbox.put(2, Progress{"export", 0.5});
  const auto entries = inbox.take();
  ASSERT_EQ(entries.size(), 3u);
  EXPECT_DOUBLE_EQ(std::get<Progress>(entries[0].event).fraction, 1.0);
  EXPECT_EQ(std::get<SnapshotReady>(entries[1].event).level, 1000);
  EXPECT_EQ(entries[2].job, 2u);
}

TEST(EventInbox, KeepsEveryResultInOrder) {
  EventInbox inbox;
  for (int i = 0; i < 50; ++i) inbox.put(1, Warning{"w", std::to_string(i)});
  const auto entries = inbox.take();
  ASSERT_EQ(entries.size(), 50u);
  for (int i = 0; i < 50; ++i) EXPECT_EQ(std::get<Warning>(entries[i].event).message, std::to_string(i));
}

TEST(EventInbox, AsksForOneDeliveryUntilItIsTaken) {
  EventInbox inbox;
  EXPECT_TRUE(inbox.put(1, Warning{}));
  EXPECT_FALSE(inbox.put(1, Warning{}));
  inbox.take();
  EXPECT_TRUE(inbox.put(1, Warning{}));
}

TEST(JobDesk, AFloodReachesTheListenerAsFewEventsEndingWithTheNewest) {
  JobDesk desk;
  int num_heard = 0;
  double newest = 0.0;
  bool is_finished = false;
  desk.start(
      Lane::Heavy,
      [](const core::RunContext& context, const core::pipeline::EventSink&) {
        for (int i = 1; i <= 200000; ++i) context.report(i, 200000);
      },
      [&](const Event& event) {
        ++num_heard;
        if (const auto* progress = std::get_if<Progress>(&event)) newest = progress->fraction;
        is_finished = is_finished || std::holds_alternative<Finished>(event);
      });
  ASSERT_TRUE(QTest::qWaitFor([&] { return is_finished; }, 20000));
  EXPECT_DOUBLE_EQ(newest, 1.0);
  EXPECT_LT(num_heard, 20000);
}

TEST(JobDesk, HearsFinishedOnceAndLast) {
  JobDesk desk;
  int num_finished = 0, num_after = 0;
  desk.start(
      Lane::Light, [](const core::RunContext&, const core::pipeline::EventSink& sink) { sink(Warning{}); },
      [&](const Event& event) {
        if (num_finished > 0) ++num_after;
        num_finished += std::holds_alternative<Finished>(event);
      });
  ASSERT_TRUE(QTest::qWaitFor([&] { return !desk.is_busy(); }));
  EXPECT_EQ(num_finished, 1);
  EXPECT_EQ(num_after, 0);
}

TEST(JobDesk, CanBeDestroyedWhileJobsRunAndWait) {
  bool was_heard = false;
  {
    JobDesk desk;
    for (int i = 0; i < 4; ++i) {
      desk.start(
          Lane::Heavy,
          [](const core::RunContext& context, const core::pipeline::EventSink& sink) {
            while (true) {
              context.checkpoint();
              sink(Warning{});
            }
          },
          [&](const Event&) { was_heard = true; });
    }
  }
  QCoreApplication::processEvents();
  EXPECT_FALSE(was_heard);
}

}  // namespace
