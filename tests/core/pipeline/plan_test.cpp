// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/pipeline/plan.h"

#include <gtest/gtest.h>

namespace core::pipeline {
namespace {

using project::Algorithms;
using project::Workspace;

const Algorithms kAlgorithms;

void draw(Workspace& work, int view, std::uint8_t shade) {
  auto drawn = std::make_shared<views::View>();
  drawn->index = view;
  drawn->rgba = image::Image8(8, 8, 4, shade);
  project::add_result(work, kAlgorithms, project::make_variant(drawn, project::view_key(work, kAlgorithms, view)));
}

Workspace opened() {
  Workspace work;
  work.picture = project::make_picture("toy.png", image::Image8(8, 8, 4, 200), true);
  return work;
}

Workspace finished() {
  Workspace work = opened();
  auto cut_out = std::make_shared<project::CutOut>();
  cut_out->inputs = project::cut_out_key(work, kAlgorithms);
  project::add_result(work, kAlgorithms, project::CutOutPtr(cut_out));
  for (int view = 0; view < 32; view += 4) draw(work, view, static_cast<std::uint8_t>(view));
  for (int view = 0; view < 32; ++view) {
    if (view % 4 != 0) draw(work, view, static_cast<std::uint8_t>(view));
  }
  project::add_result(work, kAlgorithms,
                      std::make_shared<const project::SurfaceResult>(
                          project::SurfaceResult{project::surface_key(work, kAlgorithms), nullptr}));
  project::add_result(work, kAlgorithms,
                      std::make_shared<const project::HandoverResult>(
                          project::HandoverResult{project::handover_key(work, kAlgorithms), nullptr}));
  return work;
}

Plan expected(bool cut_out, unsigned long anchors, unsigned long clips, bool surface, bool handover) {
  return {cut_out, views::AnchorSet(anchors), views::ClipSet(clips), surface, handover};
}

TEST(Plan, WithoutAPictureThereIsNothingToDo) {
  EXPECT_TRUE(plan_for(Workspace{}, kAlgorithms, Goal::Handover).is_empty());
}

TEST(Plan, AFreshPictureNeedsEverythingUpToTheGoal) {
  const Workspace work = opened();
  EXPECT_EQ(plan_for(work, kAlgorithms, Goal::CutOut), expected(true, 0, 0, false, false));
  EXPECT_EQ(plan_for(work, kAlgorithms, Goal::Anchors), expected(true, 0xff, 0, false, false));
  EXPECT_EQ(plan_for(work, kAlgorithms, Goal::InBetweens), expected(true, 0xff, 0xf, false, false));
  EXPECT_EQ(plan_for(work, kAlgorithms, Goal::Handover), expected(true, 0xff, 0xf, true, true));
}

TEST(Plan, AFinishedWorkspaceNeedsNothing) {
  EXPECT_TRUE(plan_for(finished(), kAlgorithms, Goal::Handover).is_empty());
}

struct Case {
  const char* what;
  void (*change)(Workspace&);
  Plan plan;
};

TEST(Plan, AChangeMakesStaleExactlyWhatDependsOnIt) {
  const Case cases[] = {
      {"even anchor", [](Workspace& work) { work.choices.anchor_seeds[4] = 1; },
       expected(false, 1 << 4, 0b0100, true, true)},
      {"odd anchor", [](Workspace& work) { work.choices.anchor_seeds[3] = 1; },
       expected(false, 1 << 3, 0b0110, true, true)},
      {"last anchor", [](Workspace& work) { work.choices.anchor_seeds[7] = 1; },
       expected(false, 1 << 7, 0b1001, true, true)},
      {"photo's seed", [](Workspace& work) { work.choices.anchor_seeds[0] = 1; }, expected(false, 0, 0, false, false)},
      {"trust", [](Workspace& work) { work.choices.trust[5] = 0.0f; }, expected(false, 0, 0, true, true)},
      {"faces", [](Workspace& work) { work.choices.finish["faces"] = 500.0; }, expected(false, 0, 0, false, true)},
      {"quality", [](Workspace& work) { work.choices.surface["quality"] = std::string("fine"); },
       expected(false, 0, 0, true, true)},
      {"depth", [](Workspace& work) { work.choices.sketch["depth"] = 2.0; }, expected(true, 0xff, 0xf, true, true)},
      {"box",
       [](Workspace& work) {
         work.choices.cut_out.box = std::array<int, 4>{0, 0, 4, 4};
       },
       expected(true, 0xff, 0xf, true, true)},
      {"locked anchor",
       [](Workspace& work) {
         work.choices.locked[16] = true;
         work.choices.anchor_seeds[4] = 1;
       },
       expected(false, 0, 0, false, false)},
      {"locks hold while the rest is redrawn",
       [](Workspace& work) {
         work.choices.locked[16] = true;
         work.choices.sketch["depth"] = 2.0;
       },
       expected(true, 0xff & ~(1 << 4), 0xf, true, true)},
  };
  for (const Case& test : cases) {
    Workspace work = finished();
    test.change(work);
    const Plan plan = plan_for(work, kAlgorithms, Goal::Handover);
    EXPECT_EQ(plan, test.plan) << test.what << ": cut-out " << plan.cut_out << " anchors " << plan.anchors << " clips "
                               << plan.clips << " surface " << plan.surface << " handover " << plan.handover;
  }
}

TEST(Plan, AnOwnPictureIsNotDrawnButTheRestIs) {
  Workspace work = finished();
  auto own = std::make_shared<views::View>();
  own->index = 8;
  own->own = true;
  own->rgba = image::Image8(8, 8, 4, 123);
  work.choices.own[2] = project::make_variant(own, {});
  project::settle(work, kAlgorithms);
  EXPECT_EQ(plan_for(work, kAlgorithms, Goal::Handover), expected(false, 0xff & ~(1 << 2), 0xf, true, true));
}

TEST(Plan, AClipWhoseViewsAreAllLockedIsNotDrawn) {
  Workspace work = finished();
  for (const int view : views::clip_views(2)) work.choices.locked[static_cast<std::size_t>(view)] = true;
  work.choices.anchor_seeds[4] = 1;
  EXPECT_EQ(plan_for(work, kAlgorithms, Goal::Handover), expected(false, 1 << 4, 0, true, true));
}

TEST(Estimate, GrowsWithTheQuality) {
  Workspace work = opened();
  Plan plan;
  plan.surface = plan.handover = true;
  const double standard = estimated_seconds(plan, work).surface;
  work.choices.surface["quality"] = std::string("draft");
  const StageSeconds draft = estimated_seconds(plan, work);
  work.choices.surface["quality"] = std::string("fine");
  const StageSeconds fine = estimated_seconds(plan, work);
  EXPECT_LT(draft.surface, standard);
  EXPECT_LT(standard, fine.surface);
  EXPECT_LT(draft.texture, fine.texture);
}

TEST(Estimate, GrowsWithThePlan) {
  const Workspace work = opened();
  EXPECT_EQ(estimated_seconds(Plan{}, work).total(), 0.0);
  const StageSeconds anchors = estimated_seconds(plan_for(work, kAlgorithms, Goal::Anchors), work);
  EXPECT_GT(anchors.anchors, 0.0);
  EXPECT_EQ(anchors.surface, 0.0);
  EXPECT_LT(anchors.total(), estimated_seconds(plan_for(work, kAlgorithms, Goal::Handover), work).total());
}

}  // namespace
}  // namespace core::pipeline
