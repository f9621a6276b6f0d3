// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/image/alpha.h"
#include "ui/board/tile_brush.h"

namespace ui {

/// Lets the artist push the outline of a view: a stroke that begins inside pushes the outline out, one that begins
/// outside pushes it in, the right button cuts anywhere. Each stroke is told when it ends.
class OutlineBrush : public TileBrush {
  Q_OBJECT

 public:
  explicit OutlineBrush(QWidget* parent) : TileBrush(parent) {}

  /// Opens over a tile (in the parent's coordinates) whose view is drawn.
  /// @param front  its top and bottom are shown as guides: all views of an object have them in common; may be null
  void open(const TileState& state, const core::views::ViewPtr& front, const QRect& tile);
  /// Takes back what the view as it is drawn does not show.
  void revert();

 Q_SIGNALS:
  /// @param coverage  one channel, of the size of the view's picture
  void painted(int view, const core::image::Image8& coverage);

 protected:
  core::image::Image8 first_coverage(const core::image::Image8& rgba) const override;
  bool adds(Qt::MouseButton button, bool is_inside) const override;
  void finish_stroke() override;
  void paint_guides(QPainter& painter) override;
  QString hint() const override;
  double picture_opacity() const override { return 0.6; }

 private:
  core::image::AlphaBox guides_;
};

}  // namespace ui
