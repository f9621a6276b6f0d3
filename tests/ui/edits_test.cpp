// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/edits.h"

#include <gtest/gtest.h>

#include <QSignalSpy>
#include <algorithm>

#include "core/image/alpha.h"
#include "tests/ui/fixtures.h"

namespace {

using core::project::Freshness;
using ui::Edits;
using ui_test::OpenedWork;
using ui_test::wait_until;

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

TEST(Edits, OfOwnPicturesLaidOnOneTileOnlyTheLastIsUsed) {
  OpenedWork work;
  QSignalSpy ready(&work.controller, &ui::PipelineController::own_picture_ready);
  for (const std::uint64_t shade : {75, 76, 77})
    work.controller.prepare_own_picture(2, ui_test::DiscSource::disc_picture(shade, 300));
  ASSERT_TRUE(wait_until([&] { return work.controller.workspace().shown[8]->view->own; }));
  work.settle();
  EXPECT_EQ(ready.size(), 1);
  EXPECT_EQ(work.controller.workspace().shown[8]->view->rgba.at(128, 128, 0), static_cast<std::uint8_t>(77 * 37));
}

TEST(Edits, AStopEndsWhatIsBeingPreparedForTiles) {
  OpenedWork work;
  QSignalSpy ready(&work.controller, &ui::PipelineController::own_picture_ready);
  for (const int anchor : {2, 3, 4})
    work.controller.prepare_own_picture(anchor, ui_test::DiscSource::disc_picture(77, 300));
  work.controller.stop();
  work.settle();
  EXPECT_EQ(ready.size(), 0);
  EXPECT_EQ(work.edits.undo_stack().count(), 0);
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

bool is_cut_out_current(const OpenedWork& work) {
  const auto& now = work.controller.workspace();
  return now.cut_out->inputs == core::project::cut_out_key(now, work.controller.algorithms());
}

TEST(Edits, FramingByHandIsOneStepAndItsUndoFramesThePictureAsItWas) {
  OpenedWork work;
  const core::image::Image8 before = work.controller.workspace().cut_out->front;
  work.edits.set_framing({0.5f, 0.1f, -0.05f, 10.0f});
  work.settle();
  EXPECT_EQ(work.controller.workspace().cut_out->framing_ratio, 0.5f);
  EXPECT_TRUE(is_cut_out_current(work));
  EXPECT_EQ(work.num_views(Freshness::Stale), 32);
  EXPECT_EQ(work.edits.undo_stack().count(), 1);
  EXPECT_EQ(work.edits.undo_stack().undoText(), "framing");
  work.edits.undo_stack().undo();
  EXPECT_EQ(work.num_views(Freshness::Current), 32);
  work.settle();
  EXPECT_TRUE(is_cut_out_current(work));
  EXPECT_EQ(work.controller.workspace().cut_out->front, before);
}

TEST(Edits, AFramingThatIsTypedIsOneStepAndEachDragIsOne) {
  OpenedWork work;
  for (const float turn : {1.0f, 2.0f, 3.0f}) work.edits.set_framing({0.875f, 0.0f, 0.0f, turn}, true);
  EXPECT_EQ(work.edits.undo_stack().count(), 1);
  for (const float turn : {5.0f, 6.0f}) work.edits.set_framing({0.875f, 0.0f, 0.0f, turn});
  EXPECT_EQ(work.edits.undo_stack().count(), 3);
  work.settle();
}

TEST(Edits, WhatLiesOnTilesFollowsTheFramingInOneStep) {
  OpenedWork work;
  work.controller.prepare_own_picture(2, ui_test::DiscSource::disc_picture(77, 300));
  work.settle();
  const auto height = [&] {
    return core::image::alpha_box(work.controller.workspace().shown[8]->view->rgba, 127).height();
  };
  const int before = height();
  QSignalSpy noted(&work.edits, &Edits::noted);
  work.edits.set_framing({0.4375f, 0.0f, 0.0f, 0.0f});
  work.settle();
  EXPECT_NEAR(height(), before / 2, 2);
  EXPECT_EQ(work.edits.undo_stack().count(), 2);
  EXPECT_EQ(noted.count(), 0);
  work.edits.set_framing({0.4375f, 0.0f, 0.0f, 45.0f});
  work.settle();
  EXPECT_EQ(noted.count(), 1);
  work.edits.undo_stack().undo();
  work.edits.undo_stack().undo();
  EXPECT_EQ(height(), before);
}

TEST(Edits, UndoOfABrushStrokeCutsThePictureOutAsItWas) {
  OpenedWork work;
  const core::image::Image8 before = work.controller.workspace().cut_out->front;
  core::project::CutOutChoice choice = work.controller.workspace().choices.cut_out;
  auto strokes = std::make_shared<core::image::Image8>(64, 64, 1);
  for (int x = 20; x < 44; ++x) strokes->at(x, 32) = 2;
  set_strokes(choice, strokes);
  work.edits.set_cut_out(choice, "brush stroke");
  work.settle();
  EXPECT_NE(work.controller.workspace().cut_out->front, before);
  work.edits.undo_stack().undo();
  work.settle();
  EXPECT_EQ(work.controller.workspace().cut_out->front, before);
}

TEST(Edits, OwnNormalsAreCheckedLaidAndTakenAwayAgain) {
  OpenedWork work;
  core::image::Image8 normals(256, 256, 4, 255);
  for (std::size_t i = 0; i < normals.num_pixels(); ++i) {
    const std::uint8_t right[] = {128, 255, 128};
    std::copy_n(right, 3, normals.data().data() + 4 * i);
  }
  work.controller.prepare_own_normals(2, normals);
  work.settle();
  const auto& choices = work.controller.workspace().choices;
  ASSERT_TRUE(choices.own_normals[2]);
  EXPECT_EQ(work.num_views(Freshness::Current), 32) << "only the surface looks at them";
  EXPECT_EQ(work.edits.undo_stack().undoText(), QString::fromUtf8("own normals for 90°"));
  work.edits.drop_own_normals(2);
  EXPECT_FALSE(choices.own_normals[2]);
  work.edits.undo_stack().undo();
  EXPECT_TRUE(choices.own_normals[2]);
  work.edits.undo_stack().undo();
  EXPECT_FALSE(choices.own_normals[2]);
}

TEST(Edits, NormalsOfAnotherFrameAreRefusedInASentence) {
  OpenedWork work;
  QSignalSpy failed(&work.controller, &ui::PipelineController::failed);
  core::image::Image8 away(256, 256, 4, 255);
  for (std::size_t i = 0; i < away.num_pixels(); ++i) {
    const std::uint8_t left[] = {128, 0, 128};
    std::copy_n(left, 3, away.data().data() + 4 * i);
  }
  work.controller.prepare_own_normals(2, away);
  work.settle();
  ASSERT_EQ(failed.count(), 1);
  EXPECT_TRUE(failed[0][0].toString().contains("red to the front camera")) << failed[0][0].toString().toStdString();
  EXPECT_EQ(work.edits.undo_stack().count(), 0);
}

core::image::Image8 upper_half() {
  core::image::Image8 mask(256, 256, 1);
  std::fill_n(mask.data().begin(), mask.num_pixels() / 2, std::uint8_t{255});
  return mask;
}

/// Work of a source that can draw parts of a view.
struct RegionWork : OpenedWork {
  RegionWork() {
    edits.set_source("discs");
    draw();
  }
};

TEST(Edits, ARerollOfAPartKeepsTheRestByteForByteAndIsUndone) {
  RegionWork work;
  const auto before = work.controller.workspace().shown[16];
  ASSERT_TRUE(work.edits.reroll_region(16, upper_half()));
  work.settle();
  const auto after = work.controller.workspace().shown[16];
  ASSERT_NE(after, before);
  const auto& old_bytes = before->view->rgba;
  const auto& new_bytes = after->view->rgba;
  const std::size_t half = old_bytes.data().size() / 2;
  EXPECT_TRUE(std::equal(old_bytes.data().begin() + static_cast<std::ptrdiff_t>(half), old_bytes.data().end(),
                         new_bytes.data().begin() + static_cast<std::ptrdiff_t>(half)));
  EXPECT_NE(old_bytes, new_bytes);
  EXPECT_EQ(work.controller.workspace().variants[16].size(), 2u);
  EXPECT_EQ(work.edits.undo_stack().undoText(), QString::fromUtf8("re-roll of a part of 180°"));
  work.edits.undo_stack().undo();
  EXPECT_EQ(work.controller.workspace().shown[16], before);
  EXPECT_FALSE(work.controller.is_busy());
  work.edits.undo_stack().redo();
  EXPECT_EQ(work.controller.workspace().shown[16], after);
}

TEST(Edits, ARerollOfThePartIsCurrentAfterTheProjectWasOpenedAgain) {
  std::filesystem::path path;
  {
    RegionWork work;
    ASSERT_TRUE(wait_until([&] { return !work.controller.project().path().empty(); }));
    path = work.controller.project().path();
    ASSERT_TRUE(work.edits.reroll_region(16, upper_half()));
    work.settle();
    work.controller.project().flush();
  }
  ui::PipelineController controller(ui_test::disc_tools(), ui_test::disc_files());
  controller.open(path);
  ASSERT_TRUE(wait_until([&] { return controller.has_picture(); }));
  EXPECT_TRUE(controller.workspace().choices.regions[4]);
  EXPECT_EQ(controller.freshness(16), Freshness::Current);
}

TEST(Edits, AWholeRerollForgetsThePart) {
  RegionWork work;
  ASSERT_TRUE(work.edits.reroll_region(16, upper_half()));
  work.settle();
  work.edits.reroll(16, 7);
  EXPECT_FALSE(work.controller.workspace().choices.regions[4]);
  work.settle();
}

TEST(Edits, PartsAreRefusedInWordsWhereTheyCannotBeDrawn) {
  OpenedWork sketch;
  QSignalSpy refused(&sketch.edits, &Edits::refused);
  EXPECT_FALSE(sketch.edits.reroll_region(16, upper_half()));
  EXPECT_TRUE(refused[0][0].toString().contains("draws views as a whole"));
  RegionWork work;
  EXPECT_FALSE(work.edits.reroll_region(16, core::image::Image8(256, 256, 1)));
  EXPECT_FALSE(work.edits.reroll_region(17, upper_half()));
  work.edits.set_locked(16, true);
  EXPECT_FALSE(work.edits.reroll_region(16, upper_half()));
  EXPECT_EQ(work.edits.undo_stack().count(), 2);  // the source and the lock
}

}  // namespace
