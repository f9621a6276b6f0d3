// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/pipeline_controller.h"

#include <gtest/gtest.h>

#include <QSignalSpy>
#include <atomic>
#include <thread>

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

std::size_t num_variants(const PipelineController& controller) {
  std::size_t count = 0;
  for (const auto& variants : controller.workspace().variants) count += variants.size();
  return count;
}

TEST(PipelineController, AChangedBodyIsPreviewedAtOnceAndNothingOfItIsKept) {
  OpenedWork work;
  const std::size_t before = num_variants(work.controller);
  work.edits.set_options(ui::Edits::Group::Sketch, {{"depth", 0.5}}, "Depth");
  ASSERT_TRUE(wait_until([&] { return work.controller.preview(16) != nullptr; }));
  work.settle();
  for (int view = 0; view < 32; ++view) EXPECT_EQ(work.controller.preview(view) != nullptr, view % 4 == 0) << view;
  EXPECT_EQ(num_variants(work.controller), before);
  EXPECT_EQ(work.num_views(Freshness::Stale), 32);
}

TEST(PipelineController, UndoTakesPreviewsAwayAtOnce) {
  OpenedWork work;
  work.edits.set_options(ui::Edits::Group::Sketch, {{"depth", 0.5}}, "Depth");
  ASSERT_TRUE(wait_until([&] { return work.controller.preview(16) != nullptr; }));
  work.settle();
  work.edits.undo_stack().undo();
  for (int view = 0; view < 32; ++view) EXPECT_FALSE(work.controller.preview(view)) << view;
}

TEST(PipelineController, QuickChangesArePreviewedTogether) {
  std::atomic<int> num_draws = 0;
  core::pipeline::Tools tools = ui_test::disc_tools();
  tools.make_source = [&num_draws, make = tools.make_source](const core::project::Choices& choices) {
    ++num_draws;
    return make(choices);
  };
  OpenedWork work(tools);
  num_draws = 0;
  for (int i = 1; i <= 20; ++i) work.edits.set_options(ui::Edits::Group::Sketch, {{"depth", 0.1 * i}}, "Depth");
  work.settle();
  EXPECT_GE(num_draws, 1);
  EXPECT_LE(num_draws, 3);
}

/// Sends a preview of view 16, and draws it when it may.
struct PreviewingSource final : ui_test::DiscSource {
  explicit PreviewingSource(std::atomic<bool>& go_on) : may_go_on(go_on) {}
  void draw_anchors(const core::views::AnchorRequest& request, const core::views::KeepView& keep,
                    const core::RunContext& context) const override {
    if (request.preview && request.seeds[4] == 7) {
      request.preview(16, core::image::Image8(32, 32, 3, 90));
      while (!may_go_on) {
        context.checkpoint();
        std::this_thread::yield();
      }
    }
    DiscSource::draw_anchors(request, keep, context);
  }
  std::atomic<bool>& may_go_on;
};

TEST(PipelineController, AViewThatIsBeingDrawnIsPreviewedUntilItIsThere) {
  std::atomic<bool> may_go_on = false;
  core::pipeline::Tools tools = ui_test::disc_tools();
  tools.make_source = [&](const core::project::Choices&) { return std::make_unique<PreviewingSource>(may_go_on); };
  OpenedWork work(tools);
  work.edits.reroll(16, 7);
  ASSERT_TRUE(wait_until([&] { return work.controller.preview(16) != nullptr; }));
  EXPECT_EQ(work.controller.preview(16)->rgba.width(), 32);
  EXPECT_EQ(work.controller.preview(16)->rgba.at(3, 3, 3), 255);
  EXPECT_EQ(work.controller.workspace().variants[16].size(), 1u);
  may_go_on = true;
  work.settle();
  EXPECT_FALSE(work.controller.preview(16));
  EXPECT_EQ(work.controller.workspace().variants[16].size(), 2u);
}

TEST(PipelineController, ExactlyWhatThePlanSaysIsDrawn) {
  OpenedWork work;
  work.edits.reroll(16, 113);
  work.settle();
  const core::pipeline::Plan plan = work.controller.plan(Goal::InBetweens);
  EXPECT_TRUE(plan.anchors.none());
  EXPECT_EQ(plan.clips.count(), 1u);
  std::array<std::size_t, 32> before{};
  for (std::size_t view = 0; view < 32; ++view) before[view] = work.controller.workspace().variants[view].size();
  work.draw();
  for (int view = 0; view < 32; ++view) {
    const auto slot = static_cast<std::size_t>(view);
    const bool is_planned = view % 4 != 0 && plan.clips.test(static_cast<std::size_t>(core::views::clip_of_view(view)));
    EXPECT_EQ(work.controller.workspace().variants[slot].size(), before[slot] + (is_planned ? 1 : 0)) << view;
  }
}

TEST(PipelineController, WhatIsAmissWithThePictureIsKnownAfterTheCutOutAndAfterOpeningAProject) {
  std::filesystem::path path;
  const core::matting::Findings small{{core::matting::Finding::Kind::Small, 45}};
  {
    OpenedWork work;
    ASSERT_TRUE(wait_until([&] { return !work.controller.project().path().empty(); }));
    path = work.controller.project().path();
    EXPECT_EQ(work.controller.findings(), small);
    work.controller.project().flush();
  }
  PipelineController controller(ui_test::disc_tools(), ui_test::disc_files());
  controller.open(path);
  EXPECT_TRUE(wait_until([&] { return controller.findings() == small; }));
}

}  // namespace
