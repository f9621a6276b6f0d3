// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/board/tile_painter.h"

#include <gtest/gtest.h>

#include "tests/ui/fixtures.h"

namespace {

using Phase = ui::TileState::Phase;

QImage painted(const ui::TileState& state, bool is_large = true) {
  QImage image(160, 160, QImage::Format_ARGB32_Premultiplied);
  image.fill(Qt::black);
  QPainter painter(&image);
  ui::TileLook look;
  look.rect = QRectF(0, 0, 160, 160);
  look.picture = ui::tile_pixmap(state.picture, ui::TileMode::Color, 160);
  look.is_large = is_large;
  ui::paint_tile(painter, state, look, QPalette());
  return image;
}

ui::TileState done_state() {
  auto view = std::make_shared<core::views::View>();
  view->index = 16;
  view->seed = 43;
  view->rgba = ui_test::DiscSource::disc_picture(3, 64);
  ui::TileState state;
  state.view = 16;
  state.phase = Phase::Done;
  state.picture = view;
  return state;
}

TEST(TilePainter, EveryPhaseLooksDifferent) {
  std::vector<QImage> images;
  for (const Phase phase : {Phase::Empty, Phase::Waiting, Phase::Working, Phase::Done, Phase::Stale, Phase::Failed}) {
    ui::TileState state = done_state();
    state.phase = phase;
    state.reason = "no memory";
    images.push_back(painted(state));
  }
  for (std::size_t a = 0; a < images.size(); ++a) {
    for (std::size_t b = a + 1; b < images.size(); ++b) EXPECT_NE(images[a], images[b]) << a << " and " << b;
  }
}

TEST(TilePainter, LocksAndBadgesShow) {
  const ui::TileState plain = done_state();
  ui::TileState badge = plain, left_out = plain, muted = plain;
  badge.differs_deg = 6.1f;
  left_out.is_left_out = true;
  muted.trust = 0.0f;
  EXPECT_NE(painted(plain), painted(badge));
  EXPECT_NE(painted(plain), painted(left_out));
  EXPECT_NE(painted(badge), painted(left_out));
  EXPECT_NE(painted(plain), painted(muted));
}

TEST(TilePainter, MaskIsInkInsideAndPaperOutside) {
  const QImage mask = ui::tile_pixmap(done_state().picture, ui::TileMode::Mask, 64).toImage();
  EXPECT_LT(mask.pixelColor(32, 32).lightness(), 80);
  EXPECT_GT(mask.pixelColor(2, 2).lightness(), 240);
}

TEST(TilePainter, AViewWithoutNormalsHasNoNormalPicture) {
  EXPECT_TRUE(ui::tile_pixmap(done_state().picture, ui::TileMode::Normals, 64).isNull());
}

}  // namespace
