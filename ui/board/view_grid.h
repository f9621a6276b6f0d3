// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QTimer>
#include <QWidget>
#include <array>

#include "ui/board/tile.h"

namespace ui {

/// The eight cells: each an anchor and the three in-betweens that follow it, in azimuth order. Reflows with its size
/// (8 x 1, 4 x 2, 2 x 4, 1 x 8). Holds the selection and the keyboard.
class ViewGrid : public QWidget {
  Q_OBJECT

 public:
  explicit ViewGrid(QWidget* parent = nullptr);

  void show_states(const TileStates& states);
  void set_mode(TileMode mode);
  void select(int view);
  int selected() const { return selected_; }
  Tile& tile(int view) { return *tiles_[static_cast<std::size_t>(view)]; }
  const TileStates& states() const { return states_; }
  int num_columns() const { return num_columns_; }
  /// Sizes the grid for the part of the board that is visible.
  void fit(const QSize& visible);
  QSize sizeHint() const override { return size_hint_; }

 Q_SIGNALS:
  void selection_changed(int view);
  void play_wanted();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  void lay_out();
  QRect cell_rect(int anchor) const;

  std::array<Tile*, core::geometry::kNumViews> tiles_{};
  TileStates states_;
  QTimer spin_timer_;
  double spin_ = 0.0;
  int selected_ = 0;
  int num_columns_ = 4;
  int cell_width_ = 160;
  QSize size_hint_{680, 440};
};

}  // namespace ui
