// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QPushButton>

#include "ui/board/tile_brush.h"

namespace ui {

/// Lets the artist paint over the part of a view that is to be drawn again: the left button paints, the right one takes
/// back. Enter or the button has it drawn.
class RegionBrush : public TileBrush {
  Q_OBJECT

 public:
  explicit RegionBrush(QWidget* parent);

  /// Opens over a tile (in the parent's coordinates) whose view is drawn.
  void open(const TileState& state, const QRect& tile);

 Q_SIGNALS:
  /// @param mask  one channel, of the size of the view's picture: 255 is drawn again
  void region_painted(int view, const core::image::Image8& mask);

 protected:
  void keyPressEvent(QKeyEvent* event) override;
  core::image::Image8 first_coverage(const core::image::Image8& rgba) const override;
  bool adds(Qt::MouseButton button, bool is_inside) const override;
  void finish_stroke() override;
  void paint_guides(QPainter&) override {}
  QString hint() const override;
  double picture_opacity() const override { return 1.0; }

 private:
  void draw_again();

  QPushButton* draw_;
};

}  // namespace ui
