// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/edits.h"

#include <gtest/gtest.h>

#include <QSignalSpy>

#include "core/image/alpha.h"
#include "tests/ui/fixtures.h"

namespace {

using core::project::Freshness;
using ui::Edits;
using ui_test::OpenedWork;

TEST(Edits, RerollOfAnEvenAnchorLeavesSixInBetweensStale) {
  OpenedWork work;
  work.edits.reroll(16, 113);
  work.settle();
  EXPECT_EQ(work.controller.workspace().shown[16]->view->seed, 113u);
  EXPECT_EQ(work.num_views(Freshness::Stale), 6);
}

TEST(Edits, RerollOfAnOddAnchorLeavesTwelveInBetweensStale) {
  OpenedWork work;
  work.edits.reroll(12, 113);
  work.settle();
  EXPECT_EQ(work.num_views(Freshness::Stale), 12);
}

TEST(Edits, UndoOfARerollMakesEverythingCurrentWithoutDrawing) {
  OpenedWork work;
  const auto before = work.controller.workspace().shown[16];
  work.edits.reroll(16, 113);
  work.settle();
  EXPECT_EQ(work.edits.undo_stack().undoText(), QString::fromUtf8("re-roll of 180°"));
  work.edits.undo_stack().undo();
  EXPECT_FALSE(work.controller.is_busy());
  EXPECT_EQ(work.controller.workspace().shown[16], before);
  EXPECT_EQ(work.num_views(Freshness::Current), 32);
}

TEST(Edits, FreshSeedsDiffer) {
  OpenedWork work;
  std::set<std::uint64_t> seeds;
  for (int i = 0; i < 5; ++i) {
    work.edits.reroll(8);
    work.settle();
    seeds.insert(work.controller.workspace().choices.anchor_seeds[2]);
  }
  EXPECT_EQ(seeds.size(), 5u);
}

TEST(Edits, RefusesToDrawPhotoInBetweenAndLockedViews) {
  OpenedWork work;
  QSignalSpy refused(&work.edits, &Edits::refused);
  work.edits.reroll(0);
  work.edits.reroll(5);
  work.edits.set_locked(8, true);
  work.edits.reroll(8);
  EXPECT_EQ(refused.count(), 3);
  EXPECT_EQ(work.edits.undo_stack().count(), 1);
  EXPECT_FALSE(work.controller.is_busy());
}

TEST(Edits, ALockedViewHoldsWhateverTheSeed) {
  OpenedWork work;
  const auto before = work.controller.workspace().shown[8];
  work.edits.set_locked(8, true);
  work.edits.set_seed(99);
  work.draw();
  EXPECT_EQ(work.controller.workspace().shown[8], before);
  EXPECT_EQ(work.controller.workspace().shown[12]->view->seed, 99u);
}

TEST(Edits, UsingAnEarlierVariantShowsItWithoutDrawing) {
  OpenedWork work;
  const auto first = work.controller.workspace().shown[16];
  work.edits.reroll(16, 113);
  work.settle();
  work.edits.use_variant(first);
  EXPECT_EQ(work.controller.workspace().shown[16], first);
  EXPECT_EQ(work.num_views(Freshness::Current), 32);
}

TEST(Edits, AVariantOfOtherSettingsIsHeldAsItIs) {
  OpenedWork work;
  const auto old = work.controller.workspace().shown[16];
  work.edits.set_options(Edits::Group::Sketch, {{"depth", 1.5}}, "Depth");
  work.draw();
  ASSERT_NE(work.controller.workspace().shown[16], old);
  work.edits.use_variant(old);
  work.settle();
  EXPECT_EQ(work.controller.workspace().shown[16], old);
  EXPECT_EQ(work.controller.freshness(16), Freshness::Current);
}

TEST(Edits, AnOwnPictureIsStarredLockedAndUndone) {
  OpenedWork work;
  const auto drawn = work.controller.workspace().shown[8];
  work.controller.prepare_own_picture(2, ui_test::DiscSource::disc_picture(77, 300));
  work.settle();
  EXPECT_TRUE(work.controller.workspace().shown[8]->view->own);
  EXPECT_TRUE(work.controller.workspace().choices.locked[8]);
  work.edits.undo_stack().undo();
  EXPECT_EQ(work.controller.workspace().shown[8], drawn);
  work.edits.undo_stack().redo();
  EXPECT_TRUE(work.controller.workspace().shown[8]->view->own);
}

core::image::Image8 disc_outline(int side = 256) {
  return core::image::alpha_of(ui_test::DiscSource::disc_picture(0, side));
}

TEST(Edits, APaintedOutlineMakesAllDrawnViewsStaleAndIsUndoneWithoutDrawing) {
  OpenedWork work;
  EXPECT_TRUE(work.edits.paint_outline(8, disc_outline()));
  EXPECT_EQ(work.edits.undo_stack().undoText(), QString::fromUtf8("outline of 90°"));
  work.settle();
  EXPECT_EQ(work.num_views(Freshness::Stale), 24);  // the anchors have been drawn again
  ASSERT_TRUE(work.controller.workspace().choices.outlines[2]);
  work.edits.undo_stack().undo();
  EXPECT_FALSE(work.controller.is_busy());
  EXPECT_EQ(work.num_views(Freshness::Current), 32);
  work.edits.undo_stack().redo();
  work.edits.drop_outline(8);
  work.settle();
  EXPECT_FALSE(work.controller.workspace().choices.outlines[2]);
}

TEST(Edits, OutlinesAreRefusedWhereTheyCannotBeKept) {
  OpenedWork work;
  QSignalSpy refused(&work.edits, &Edits::refused);
  EXPECT_FALSE(work.edits.paint_outline(0, disc_outline()));
  EXPECT_FALSE(work.edits.paint_outline(5, disc_outline()));
  EXPECT_FALSE(work.edits.paint_outline(8, core::image::Image8(256, 256, 1)));
  work.edits.set_locked(8, true);
  EXPECT_FALSE(work.edits.paint_outline(8, disc_outline()));
  EXPECT_EQ(refused.count(), 4);
  EXPECT_EQ(work.edits.undo_stack().count(), 1);
}

TEST(Edits, DeletingAVariantCanBeUndone) {
  OpenedWork work;
  const auto first = work.controller.workspace().shown[16];
  work.edits.reroll(16, 113);
  work.settle();
  work.edits.remove_variant(first);
  EXPECT_EQ(work.controller.workspace().variants[16].size(), 1u);
  work.edits.undo_stack().undo();
  EXPECT_EQ(work.controller.workspace().variants[16].size(), 2u);
}

TEST(Edits, TheVariantInUseIsNotDeleted) {
  OpenedWork work;
  QSignalSpy refused(&work.edits, &Edits::refused);
  work.edits.remove_variant(work.controller.workspace().shown[16]);
  EXPECT_EQ(refused.count(), 1);
  EXPECT_EQ(work.controller.workspace().variants[16].size(), 1u);
}

TEST(Edits, DraggingASliderIsOneStep) {
  OpenedWork work;
  for (int i = 0; i < 10; ++i) work.edits.set_trust(16, 0.1f * static_cast<float>(i));
  EXPECT_EQ(work.edits.undo_stack().count(), 1);
  work.edits.undo_stack().undo();
  EXPECT_FLOAT_EQ(work.controller.workspace().choices.trust[16], 1.0f);
}

}  // namespace
