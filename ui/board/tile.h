// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QToolButton>
#include <QWidget>

#include "ui/board/tile_painter.h"

namespace ui {

/// One view on the board. Shows its state; tells what is done to it; decides nothing.
class Tile : public QWidget {
  Q_OBJECT

 public:
  explicit Tile(int view, QWidget* parent = nullptr);

  int view() const { return state_.view; }
  const TileState& state() const { return state_; }
  void show_state(const TileState& state);
  void set_mode(TileMode mode);
  void set_selected(bool is_selected);
  /// Shows another picture in place of the view's own, while the pointer rests on a variant or C is held.
  void set_stand_in(core::views::ViewPtr picture);
  /// Shows where the view disagrees with the surface in place of its picture; null: no more.
  void set_heat_map(core::views::ViewPtr picture);
  /// Turn of the ring, 0..1; repaints only while the view is being drawn.
  void set_spin(double spin);

 Q_SIGNALS:
  void pressed(int view);
  void double_clicked(int view);
  void badge_pressed(int view);  ///< that says how far the view differs
  void reroll_wanted(int view);
  void menu_wanted(int view, const QPoint& global_position);
  void file_dropped(int view, const QString& path);
  void image_dropped(int view, const QImage& image);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void changeEvent(QEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void enterEvent(QEnterEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dragLeaveEvent(QDragLeaveEvent* event) override;
  void dropEvent(QDropEvent* event) override;

 private:
  bool is_large() const { return core::geometry::is_anchor(state_.view); }
  core::views::ViewPtr with_own_normals(const core::views::ViewPtr& view) const;
  void place_button();
  void look_changed();
  void paint_anew(QPainter& painter);

  TileState state_;
  TileMode mode_ = TileMode::Color;
  core::views::ViewPtr stand_in_, heat_map_;
  QPixmap painted_;  ///< the whole tile as it stands; null: to be painted anew
  QRectF badge_;     ///< where it was painted
  QPixmap picture_;  ///< cache for the present size, mode and view
  bool is_selected_ = false, is_hovered_ = false, is_drop_target_ = false;
  double spin_ = 0.0;
  QToolButton* reroll_ = nullptr;
};

}  // namespace ui
