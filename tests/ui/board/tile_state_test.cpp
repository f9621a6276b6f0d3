// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/board/tile_state.h"

#include <gtest/gtest.h>

#include "tests/ui/fixtures.h"

namespace {

using Phase = ui::TileState::Phase;
using ui_test::OpenedWork;

TEST(TileState, EverythingIsEmptyBeforeAPicture) {
  ui::PipelineController controller(ui_test::disc_tools(), ui_test::disc_files());
  for (const auto& state : ui::tile_states(controller)) EXPECT_EQ(state.phase, Phase::Empty);
}

TEST(TileState, DrawnViewsAreDoneAndTheFrontIsThePhoto) {
  OpenedWork work;
  const auto states = ui::tile_states(work.controller);
  for (const auto& state : states) EXPECT_EQ(state.phase, Phase::Done);
  EXPECT_TRUE(states[0].is_photo);
  EXPECT_FALSE(states[4].is_photo);
}

TEST(TileState, AChangedAnchorMakesItsClipStale) {
  OpenedWork work;
  work.edits.reroll(16, 113);
  work.settle();
  const auto states = ui::tile_states(work.controller);
  EXPECT_EQ(states[16].phase, Phase::Done);
  for (const int view : core::views::clip_views(2))
    EXPECT_EQ(states[static_cast<std::size_t>(view)].phase, Phase::Stale);
}

TEST(TileState, PlannedViewsWaitWhileARunBegins) {
  OpenedWork work;
  work.edits.set_seed(99);
  work.controller.make(core::pipeline::Goal::InBetweens);
  EXPECT_EQ(ui::tile_states(work.controller)[16].phase, Phase::Waiting);
  work.settle();
  EXPECT_EQ(ui::tile_states(work.controller)[16].phase, Phase::Done);
}

TEST(TileState, SaysInWordsWhatItShows) {
  OpenedWork work;
  work.edits.set_locked(16, true);
  EXPECT_EQ(ui::describe(ui::tile_states(work.controller)[16]), QString::fromUtf8("Back, 180°, seed 43, done, locked"));
}

TEST(TileState, TheWorstViewsAndTheOneLeftOutCarryBadges) {
  core::mesh::Surface surface;
  for (int view = 0; view < core::geometry::kNumViews; view += 4)
    surface.disagreement.push_back({view, view == 8 || view == 12 ? 20.0f : 1.0f, 0.3f, view == 8});
  ui::TileStates states;
  ui::add_badges(surface, states);
  EXPECT_TRUE(states[8].is_left_out);
  EXPECT_FALSE(states[8].differs_deg) << "one badge tells more than the other";
  EXPECT_FALSE(states[12].is_left_out);
  EXPECT_EQ(states[12].differs_deg, 20.0f);
  EXPECT_FALSE(states[16].differs_deg);
  EXPECT_TRUE(ui::describe(states[8]).contains(QStringLiteral("left out of the surface")));
}

TEST(TileState, APreviewStandsInWhereItHasWhatTheTilesShow) {
  auto picture = std::make_shared<core::views::View>(), preview = std::make_shared<core::views::View>();
  ui::TileState state;
  state.picture = picture;
  EXPECT_EQ(shown_on_tile(state, ui::TileMode::Color), picture);
  state.preview = preview;
  EXPECT_EQ(shown_on_tile(state, ui::TileMode::Color), preview);
  EXPECT_EQ(shown_on_tile(state, ui::TileMode::Mask), picture) << "an unfinished drawing is opaque";
  EXPECT_EQ(shown_on_tile(state, ui::TileMode::Normals), picture);
  preview->normal = core::image::Image8(8, 8, 4);
  EXPECT_EQ(shown_on_tile(state, ui::TileMode::Normals), preview);
}

TEST(TileState, StaleAnchorsOfAQuickSourceHavePreviews) {
  OpenedWork work;
  work.edits.set_options(ui::Edits::Group::Sketch, {{"depth", 0.5}}, "Depth");
  work.settle();
  const auto states = ui::tile_states(work.controller);
  EXPECT_EQ(states[16].phase, Phase::Stale);
  EXPECT_TRUE(states[16].preview);
  EXPECT_TRUE(ui::describe(states[16]).contains("stale, preview"));
  EXPECT_FALSE(states[17].preview);
}

}  // namespace
