// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QImage>
#include <QPointF>
#include <QWidget>

#include "core/image/alpha.h"
#include "ui/board/tile_state.h"

namespace ui {

/// Lies over a tile of the board, larger than it, and lets the artist push the outline of its view: a stroke that
/// begins inside pushes the outline out, one that begins outside pushes it in, the right button cuts anywhere. Each
/// stroke is told when it ends. The wheel and [ ] change the brush; Esc ends.
class OutlineBrush : public QWidget {
  Q_OBJECT

 public:
  explicit OutlineBrush(QWidget* parent);

  /// Opens over a tile (in the parent's coordinates) whose view is drawn.
  /// @param front  its top and bottom are shown as guides: all views of an object have them in common; may be null
  void open(const TileState& state, const core::views::ViewPtr& front, const QRect& tile);
  /// Shows the view as it is drawn now; strokes that are not drawn yet stay.
  void show_state(const TileState& state);
  /// Takes back what the view as it is drawn does not show.
  void revert();
  void end();
  bool is_open() const { return isVisible(); }
  int view() const { return state_.view; }
  /// Where a point of the view's picture lies on the widget.
  QPointF from_canvas(const QPointF& point_px) const;

 Q_SIGNALS:
  /// @param coverage  one channel, of the size of the view's picture
  void painted(int view, const core::image::Image8& coverage);
  void ended();

 protected:
  bool event(QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void leaveEvent(QEvent* event) override;

 private:
  QRectF paper() const;
  QPointF to_canvas(const QPointF& point) const;
  double canvas_scale() const;  ///< widget pixels per pixel of the view's picture
  void stroke_to(const QPointF& point_px);
  void resize_brush(double factor);
  QImage outline_image(const QSize& size_px) const;

  TileState state_;
  core::image::AlphaBox guides_;
  core::image::Image8 coverage_;
  double radius_px_ = 10.0;
  bool is_stroking_ = false, is_adding_ = true;
  QPointF last_px_, pointer_{-1, -1};
};

}  // namespace ui
