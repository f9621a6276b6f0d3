// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QTimer>
#include <QWidget>
#include <vector>

#include "ui/board/tile_state.h"

namespace ui {

/// Plays the views that are there as a turning flip-book over the board. Space, Esc or a click ends it.
class FlipBook : public QWidget {
  Q_OBJECT

 public:
  explicit FlipBook(QWidget* parent);

  /// Starts with the views of these states, from `first_view` on; ends if it plays already.
  void toggle(const TileStates& states, TileMode mode, int first_view);
  bool is_playing() const { return timer_.isActive(); }

 protected:
  void paintEvent(QPaintEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void end();

  std::vector<core::views::ViewPtr> views_;
  TileMode mode_ = TileMode::Color;
  std::size_t current_ = 0;
  QTimer timer_;
};

}  // namespace ui
