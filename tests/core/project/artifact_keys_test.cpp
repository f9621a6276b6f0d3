// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/project/artifact_keys.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace core::project {
namespace {

const Algorithms kAlgorithms;

views::ViewPtr drawn(int index, std::uint8_t shade, std::uint64_t seed = 43) {
  auto view = std::make_shared<views::View>();
  view->index = index;
  view->rgba = image::Image8(8, 8, 4, shade);
  view->seed = seed;
  return view;
}

Workspace opened() {
  Workspace work;
  work.picture = make_picture("toy.png", image::Image8(8, 8, 4, 200), true);
  return work;
}

void draw_anchor(Workspace& work, int anchor, std::uint8_t shade) {
  add_result(work, kAlgorithms, make_variant(drawn(4 * anchor, shade), anchor_key(work, kAlgorithms, anchor)));
}

void draw_clip(Workspace& work, int clip, std::uint8_t shade) {
  for (const int view : views::clip_views(clip)) {
    add_result(work, kAlgorithms, make_variant(drawn(view, shade), view_key(work, kAlgorithms, view)));
  }
}

/// Everything drawn, a surface and a mesh.
Workspace finished() {
  Workspace work = opened();
  for (int anchor = 0; anchor < 8; ++anchor) draw_anchor(work, anchor, static_cast<std::uint8_t>(10 + anchor));
  for (int clip = 0; clip < 4; ++clip) draw_clip(work, clip, static_cast<std::uint8_t>(50 + clip));
  add_result(work, kAlgorithms,
             std::make_shared<const SurfaceResult>(SurfaceResult{surface_key(work, kAlgorithms), nullptr}));
  add_result(work, kAlgorithms,
             std::make_shared<const HandoverResult>(HandoverResult{handover_key(work, kAlgorithms), nullptr}));
  return work;
}

int count_stale(const Workspace& work) {
  int count = 0;
  for (int view = 0; view < geometry::kNumViews; ++view)
    count += view_freshness(work, kAlgorithms, view) != Freshness::Current;
  return count;
}

TEST(ArtifactKeys, AFinishedWorkspaceIsCurrentThroughout) {
  const Workspace work = finished();
  EXPECT_EQ(count_stale(work), 0);
  EXPECT_EQ(work.surface->inputs, surface_key(work, kAlgorithms));
  EXPECT_EQ(work.handover->inputs, handover_key(work, kAlgorithms));
}

TEST(ArtifactKeys, AnotherEvenAnchorMakesSixInBetweensStaleAndAnOddOneTwelve) {
  Workspace even = finished();
  even.choices.anchor_seeds[4] = 7;
  draw_anchor(even, 4, 99);
  EXPECT_EQ(count_stale(even), 6);
  Workspace odd = finished();
  odd.choices.anchor_seeds[3] = 7;
  draw_anchor(odd, 3, 99);
  EXPECT_EQ(count_stale(odd), 12);
  EXPECT_NE(odd.surface->inputs, surface_key(odd, kAlgorithms));
}

TEST(ArtifactKeys, UndoingARerollMakesEverythingCurrentAgainWithoutComputing) {
  Workspace work = finished();
  const Choices before = work.choices;
  const VariantPtr shown = work.shown[16];
  work.choices.anchor_seeds[4] = 7;
  draw_anchor(work, 4, 99);
  draw_clip(work, 2, 98);
  add_result(work, kAlgorithms,
             std::make_shared<const SurfaceResult>(SurfaceResult{surface_key(work, kAlgorithms), nullptr}));
  EXPECT_NE(work.shown[16], shown);
  work.choices = before;
  settle(work, kAlgorithms);
  EXPECT_EQ(work.shown[16], shown);
  EXPECT_EQ(count_stale(work), 0);
  EXPECT_EQ(work.surface->inputs, surface_key(work, kAlgorithms));
}

TEST(ArtifactKeys, OfInBetweensTheNewestDrawingsAreKeptAndTheOneShown) {
  Workspace work = finished();
  work.choices.locked[17] = true;
  const VariantPtr held = work.shown[17];
  for (int round = 0; round < 30; ++round) {
    work.choices.anchor_seeds[4] = static_cast<std::uint64_t>(100 + round);
    draw_anchor(work, 4, static_cast<std::uint8_t>(100 + round));
    draw_clip(work, 2, static_cast<std::uint8_t>(100 + round));
  }
  EXPECT_EQ(work.variants[16].size(), 31u);
  EXPECT_EQ(work.variants[15].size(), 8u);
  EXPECT_EQ(work.variants[15].back(), work.shown[15]);
  EXPECT_EQ(work.shown[17], held);
  EXPECT_EQ(std::count(work.variants[17].begin(), work.variants[17].end(), held), 1);
}

TEST(ArtifactKeys, ALateResultIsKeptAsAVariantAndShownNowhere) {
  Workspace work = finished();
  const VariantPtr shown = work.shown[16];
  work.choices.anchor_seeds[4] = 7;
  const ContentKey asked = anchor_key(work, kAlgorithms, 4);
  work.choices.anchor_seeds[4] = 43;  // undone while the job was drawing
  add_result(work, kAlgorithms, make_variant(drawn(16, 99, 7), asked));
  EXPECT_EQ(work.shown[16], shown);
  EXPECT_EQ(work.variants[16].size(), 2u);
}

TEST(ArtifactKeys, ALockedViewStaysAsItIs) {
  Workspace work = finished();
  work.choices.locked[16] = true;
  const VariantPtr shown = work.shown[16];
  work.choices.anchor_seeds[4] = 7;
  draw_anchor(work, 4, 99);
  EXPECT_EQ(work.shown[16], shown);
  EXPECT_EQ(view_freshness(work, kAlgorithms, 16), Freshness::Current);
}

TEST(ArtifactKeys, AnOwnPictureIsShownAndMakesTheOtherViewsStale) {
  Workspace work = finished();
  auto view = std::make_shared<views::View>(*drawn(8, 200));
  view->own = true;
  work.choices.own[2] = make_variant(view, {});
  settle(work, kAlgorithms);
  EXPECT_EQ(work.shown[8], work.choices.own[2]);
  EXPECT_EQ(view_freshness(work, kAlgorithms, 8), Freshness::Current);
  EXPECT_EQ(view_freshness(work, kAlgorithms, 16), Freshness::Stale);
}

TEST(ArtifactKeys, AHeldVariantMakesNoOtherAnchorStaleAndOnlyTheInBetweensBesideIt) {
  Workspace work = finished();
  work.choices.own[2] = make_variant(drawn(8, 99), {});
  settle(work, kAlgorithms);
  EXPECT_EQ(work.shown[8], work.choices.own[2]);
  for (int anchor = 0; anchor < geometry::kNumAnchors; ++anchor)
    EXPECT_EQ(view_freshness(work, kAlgorithms, 4 * anchor), Freshness::Current) << anchor;
  EXPECT_EQ(count_stale(work), 6);
  EXPECT_NE(work.surface->inputs, surface_key(work, kAlgorithms));
}

TEST(ArtifactKeys, APaintedOutlineMakesEveryDrawnViewStaleAndUndoesWithoutDrawing) {
  Workspace work = finished();
  work.choices.outlines[2] = make_painted_outline(image::Image8(8, 8, 1, 255));
  settle(work, kAlgorithms);
  EXPECT_EQ(view_freshness(work, kAlgorithms, 8), Freshness::Stale);
  EXPECT_EQ(view_freshness(work, kAlgorithms, 16), Freshness::Stale);
  work.choices.outlines[2] = nullptr;
  settle(work, kAlgorithms);
  EXPECT_EQ(count_stale(work), 0);
}

TEST(ArtifactKeys, AViewDrawnWithinAPaintedOutlineCountsAsOwnForTheSurface) {
  Workspace work = finished();
  EXPECT_FALSE(work.view_set().at(8)->own);
  work.choices.outlines[2] = make_painted_outline(image::Image8(8, 8, 1, 255));
  EXPECT_TRUE(work.view_set().at(8)->own);
  EXPECT_FALSE(work.shown[8]->view->own);
}

TEST(ArtifactKeys, TrustMakesOnlySurfaceAndMeshStaleAndUndoesWithoutDrawing) {
  Workspace work = finished();
  work.choices.trust[8] = 0.5f;
  EXPECT_EQ(count_stale(work), 0);
  EXPECT_NE(work.surface->inputs, surface_key(work, kAlgorithms));
  work.choices.trust[8] = 1.0f;
  EXPECT_EQ(work.surface->inputs, surface_key(work, kAlgorithms));
}

TEST(ArtifactKeys, TheSeedOfThePhotoItselfDoesNotMatter) {
  Workspace work = finished();
  work.choices.anchor_seeds[0] = 7;
  EXPECT_EQ(view_freshness(work, kAlgorithms, 0), Freshness::Current);
  Algorithms pack = kAlgorithms;
  pack.front_is_photo = false;
  EXPECT_EQ(view_freshness(work, pack, 0), Freshness::Stale);
}

TEST(ArtifactKeys, ANewVersionOfAnAlgorithmMakesItsResultsStale) {
  const Workspace work = finished();
  Algorithms newer = kAlgorithms;
  newer.source = "sketch/2";
  EXPECT_EQ(view_freshness(work, newer, 8), Freshness::Stale);
  newer = kAlgorithms;
  newer.finish = 2;
  EXPECT_EQ(view_freshness(work, newer, 8), Freshness::Current);
  EXPECT_NE(work.handover->inputs, handover_key(work, newer));
  EXPECT_EQ(work.surface->inputs, surface_key(work, newer));
}

TEST(ArtifactKeys, ASettingOfTheFinishDrawsNothing) {
  Workspace work = finished();
  work.choices.finish["faces"] = 5000.0;
  EXPECT_EQ(count_stale(work), 0);
  EXPECT_EQ(work.surface->inputs, surface_key(work, kAlgorithms));
  EXPECT_NE(work.handover->inputs, handover_key(work, kAlgorithms));
}

TEST(ArtifactKeys, FramingByHandAndTheLargestObjectAreOfTheCutOut) {
  Workspace work = finished();
  const ContentKey before = cut_out_key(work, kAlgorithms);
  work.choices.cut_out.framing.turn_deg = 5.0f;
  EXPECT_NE(cut_out_key(work, kAlgorithms), before);
  EXPECT_EQ(count_stale(work), 32);
  work.choices.cut_out.framing = {};
  EXPECT_EQ(cut_out_key(work, kAlgorithms), before);
  work.choices.cut_out.keeps_largest = true;
  EXPECT_NE(cut_out_key(work, kAlgorithms), before);
}

TEST(ArtifactKeys, OwnNormalsMakeTheSurfaceStaleAndNoView) {
  Workspace work = finished();
  work.choices.own_normals[2] = make_own_normals(image::Image8(8, 8, 4, 200));
  settle(work, kAlgorithms);
  EXPECT_EQ(count_stale(work), 0);
  EXPECT_NE(work.surface->inputs, surface_key(work, kAlgorithms));
  EXPECT_EQ(work.view_set().at(8)->normal.at(0, 0), 200);
  EXPECT_FALSE(work.view_set().at(12)->has_normal());
  work.choices.own_normals[2] = nullptr;
  EXPECT_EQ(work.surface->inputs, surface_key(work, kAlgorithms));
}

}  // namespace
}  // namespace core::project
