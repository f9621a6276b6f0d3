// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QImage>
#include <QPointF>
#include <QWidget>

#include "core/image/image.h"
#include "ui/board/tile_state.h"

namespace ui {

/// A brush on the view of a tile: lies over the tile, larger than it, shows the view and what is painted on it. The
/// wheel and [ ] change the brush; Esc ends. What strokes mean is told by those who derive from it.
class TileBrush : public QWidget {
  Q_OBJECT

 public:
  explicit TileBrush(QWidget* parent);

  /// Shows the view as it is drawn now; strokes that are not drawn yet stay.
  void show_state(const TileState& state);
  void end();
  bool is_open() const { return isVisible(); }
  int view() const { return state_.view; }
  /// Where a point of the view's picture lies on the widget.
  QPointF from_canvas(const QPointF& point_px) const;

 Q_SIGNALS:
  void ended();

 protected:
  /// Opens over a tile (in the parent's coordinates) whose view is drawn.
  void open_over(const TileState& state, const QRect& tile);
  /// What is painted before the first stroke, and after the view was drawn again: one channel, of the picture's size.
  virtual core::image::Image8 first_coverage(const core::image::Image8& rgba) const = 0;
  /// Whether a stroke adds. @param is_inside  it begins on what is covered
  virtual bool adds(Qt::MouseButton button, bool is_inside) const = 0;
  virtual void finish_stroke() = 0;
  /// Over the picture and what is painted, under the brush.
  virtual void paint_guides(QPainter& painter) = 0;
  virtual QString hint() const = 0;
  /// How strongly the picture shows, 0..1.
  virtual double picture_opacity() const = 0;

  void revert_to(const core::image::Image8& rgba);
  const TileState& state() const { return state_; }
  const core::image::Image8& coverage() const { return coverage_; }
  QRectF paper() const;

  bool event(QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void leaveEvent(QEvent* event) override;

 private:
  QPointF to_canvas(const QPointF& point) const;
  double canvas_scale() const;  ///< widget pixels per pixel of the view's picture
  void stroke_to(const QPointF& point_px);
  void resize_brush(double factor);
  QImage coverage_image(const QSize& size_px) const;

  TileState state_;
  core::image::Image8 coverage_;
  double radius_px_ = 10.0;
  bool is_stroking_ = false, is_adding_ = true;
  QPointF last_px_, pointer_{-1, -1};
};

}  // namespace ui
