// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QPainter>
#include <QPixmap>

#include "ui/board/tile_state.h"

namespace ui {

/// The picture of a view in a mode, over the tile's own ground, side x side device pixels. Null if the view has none.
QPixmap tile_pixmap(const core::views::ViewPtr& view, TileMode mode, int side_px);

/// Draws one tile: card, picture, and everything its state says. Told by shape and words, not by colour alone.
/// @param spin    0..1, turn of the ring of a tile that is being drawn
struct TileLook {
  QRectF rect;
  QPixmap picture;
  bool is_large = true;     ///< an anchor; in-betweens have no words
  bool is_preview = false;  ///< the picture is what the view is going to look like
  bool is_hovered = false;
  bool is_selected = false;
  bool is_drop_target = false;
  double spin = 0.0;
};
/// @return  where the badge stands that says how far the view differs from the surface; null without
QRectF paint_tile(QPainter& painter, const TileState& state, const TileLook& look, const QPalette& palette);

}  // namespace ui
