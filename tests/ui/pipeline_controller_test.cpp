// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/pipeline_controller.h"

#include <gtest/gtest.h>

#include <QSignalSpy>

#include "tests/ui/fixtures.h"

namespace {

using core::pipeline::Goal;
using core::project::Freshness;
using ui::PipelineController;
using ui_test::OpenedWork;
using ui_test::wait_until;

TEST(PipelineController, DrawsAllViewsOfAPicture) {
  OpenedWork work;
  EXPECT_EQ(work.num_views(Freshness::Current), 32);
  EXPECT_TRUE(work.controller.plan(Goal::InBetweens).is_empty());
}

TEST(PipelineController, StartReturnsAtOnceAndSignalsOnTheUiThread) {
  OpenedWork work;
  core::project::Choices choices = work.controller.workspace().choices;
  choices.anchor_seeds.fill(7);
  work.controller.set_choices(choices);
  QThread* signalled_on = nullptr;
  QObject::connect(&work.controller, &PipelineController::views_changed,
                   [&] { signalled_on = QThread::currentThread(); });
  QElapsedTimer timer;
  timer.start();
  work.controller.make(Goal::InBetweens);
  EXPECT_LT(timer.elapsed(), 50);
  EXPECT_TRUE(work.controller.is_running());
  work.settle();
  EXPECT_EQ(signalled_on, QCoreApplication::instance()->thread());
  EXPECT_FALSE(work.controller.is_running());
}

TEST(PipelineController, AFailureIsReportedWithItsSentenceAndLeavesTheWorkAsItWas) {
  OpenedWork work;
  QSignalSpy failed(&work.controller, &PipelineController::failed);
  work.controller.open("missing.png");
  ASSERT_TRUE(wait_until([&] { return failed.count() == 1; }));
  EXPECT_EQ(failed[0][0].toString(), "'missing.png' is not there.");
  EXPECT_EQ(work.num_views(Freshness::Current), 32);
}

TEST(PipelineController, AnotherPictureDropsResultsOfTheRunBefore) {
  OpenedWork work;
  core::project::Choices choices = work.controller.workspace().choices;
  choices.anchor_seeds.fill(9);
  work.controller.set_choices(choices);
  work.controller.make(Goal::InBetweens);
  work.controller.open("other.png");
  ASSERT_TRUE(wait_until([&] { return work.controller.workspace().picture->name == "other.png"; }));
  work.settle();
  EXPECT_EQ(work.num_views(Freshness::Missing), 32);
}

TEST(PipelineController, StopKeepsWhatWasFinished) {
  OpenedWork work;
  core::project::Choices choices = work.controller.workspace().choices;
  choices.seed = 8;
  choices.anchor_seeds.fill(8);
  work.controller.set_choices(choices);
  QSignalSpy cancelled(&work.controller, &PipelineController::cancelled);
  QSignalSpy finished(&work.controller, &PipelineController::finished);
  work.controller.make(Goal::InBetweens);
  work.controller.stop();
  work.settle();
  EXPECT_EQ(cancelled.count() + finished.count(), 1);
  EXPECT_EQ(work.num_views(Freshness::Missing), 0);
}

TEST(PipelineController, WorkIsThereAgainAfterTheProjectIsOpenedAgain) {
  std::filesystem::path path;
  {
    OpenedWork work;
    ASSERT_TRUE(wait_until([&] { return !work.controller.project().path().empty(); }));
    path = work.controller.project().path();
    work.edits.reroll(16, 77);
    work.settle();
    work.controller.project().flush();
  }
  PipelineController controller(ui_test::disc_tools(), ui_test::disc_files());
  controller.open(path);
  ASSERT_TRUE(wait_until([&] { return controller.has_picture(); }));
  EXPECT_EQ(controller.workspace().choices.anchor_seeds[4], 77u);
  EXPECT_EQ(controller.workspace().variants[16].size(), 2u);
  EXPECT_EQ(controller.workspace().shown[16]->view->seed, 77u);
  for (int view = 0; view < 32; view += 4) EXPECT_EQ(controller.freshness(view), Freshness::Current) << view;
}

TEST(PipelineController, SaveAsGoesOnInTheNamedFile) {
  OpenedWork work;
  ASSERT_TRUE(wait_until([&] { return !work.controller.project().path().empty(); }));
  const auto unnamed = work.controller.project().path();
  const auto target = unnamed.parent_path().parent_path() / "named.e3d";
  work.controller.project().save_as(target);
  work.settle();
  EXPECT_TRUE(work.controller.project().is_named());
  EXPECT_EQ(work.controller.project().path(), target);
  EXPECT_FALSE(std::filesystem::exists(unnamed));
}

}  // namespace
