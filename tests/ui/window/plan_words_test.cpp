// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/window/plan_words.h"

#include <gtest/gtest.h>

namespace {

using core::pipeline::Plan;

TEST(PlanWords, NothingToDoIsSaid) { EXPECT_EQ(ui::plan_words(Plan{}, 0.0, false), "Everything is up to date"); }

TEST(PlanWords, OneClipAndTheSurface) {
  Plan plan;
  plan.clips.set(2);
  plan.surface = plan.handover = true;
  EXPECT_EQ(ui::plan_words(plan, 9.2, false), "6 in-betweens and the surface will be redone, about 9 s");
}

TEST(PlanWords, AFirstRunIsMadeNotRedone) {
  Plan plan;
  plan.cut_out = plan.surface = plan.handover = true;
  plan.anchors.set();
  plan.clips.set();
  EXPECT_EQ(ui::plan_words(plan, 20.4, true), "8 views, 24 in-betweens and the surface will be made, about 20 s");
}

TEST(PlanWords, OnlyTheTexture) {
  Plan plan;
  plan.handover = true;
  EXPECT_EQ(ui::plan_words(plan, 0.2, false), "The texture will be redone, about 1 s");
}

}  // namespace
