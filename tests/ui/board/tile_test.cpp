// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/board/tile.h"

#include <gtest/gtest.h>

#include <QSignalSpy>
#include <algorithm>
#include <cmath>

#include "tests/ui/fixtures.h"

namespace {

ui::TileState state_of(int view, std::uint64_t seed) {
  auto drawn = std::make_shared<core::views::View>();
  drawn->index = view;
  drawn->seed = seed;
  drawn->rgba = ui_test::DiscSource::disc_picture(seed, 64);
  ui::TileState state;
  state.view = view;
  state.phase = ui::TileState::Phase::Done;
  state.picture = drawn;
  return state;
}

/// But for the last level of letters, which Qt draws anew or from its cache.
bool look_alike(const QImage& a, const QImage& b) {
  if (a.size() != b.size()) return false;
  for (int y = 0; y < a.height(); ++y) {
    for (int x = 0; x < a.width(); ++x) {
      const QColor p = a.pixelColor(x, y), q = b.pixelColor(x, y);
      if (std::max({std::abs(p.red() - q.red()), std::abs(p.green() - q.green()), std::abs(p.blue() - q.blue())}) > 3)
        return false;
    }
  }
  return true;
}

TEST(Tile, APressOnItsBadgeAsksWhereTheViewDisagrees) {
  ui::Tile tile(16);
  tile.resize(200, 200);
  ui::TileState state = state_of(16, 43);
  const QPoint badge(180, 14), middle(100, 100);
  tile.show_state(state);
  tile.grab();
  QSignalSpy asked(&tile, &ui::Tile::badge_pressed), pressed(&tile, &ui::Tile::pressed);
  QTest::mouseClick(&tile, Qt::LeftButton, {}, badge);
  EXPECT_EQ(asked.size(), 0) << "without a badge there is nothing to press";
  state.differs_deg = 7.5f;
  tile.show_state(state);
  tile.grab();
  QTest::mouseClick(&tile, Qt::LeftButton, {}, middle);
  EXPECT_EQ(asked.size(), 0);
  QTest::mouseClick(&tile, Qt::LeftButton, {}, badge);
  ASSERT_EQ(asked.size(), 1);
  EXPECT_EQ(asked[0][0].toInt(), 16);
  EXPECT_EQ(pressed.size(), 3);
}

TEST(Tile, AHeatMapStandsInForThePictureUntilItIsTakenAway) {
  ui::Tile tile(16);
  tile.resize(200, 200);
  tile.show_state(state_of(16, 43));
  const QImage plain = tile.grab().toImage();
  tile.set_heat_map(state_of(16, 3).picture);
  EXPECT_FALSE(look_alike(tile.grab().toImage(), plain));
  tile.set_heat_map(nullptr);
  EXPECT_TRUE(look_alike(tile.grab().toImage(), plain));
}

}  // namespace
