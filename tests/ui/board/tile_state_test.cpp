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

}  // namespace
