// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>
#include <random>

#include "ui/main_window.h"

namespace ui {

/// Does what nobody would do: random keys, clicks, drags, drops, resizes, actions and re-roll storms, from a seed, so
/// that a sequence that breaks something can be played again. Dialogs that come up are closed, files are left alone.
class Monkey : public QObject {
  Q_OBJECT

 public:
  Monkey(MainWindow& window, std::uint32_t seed, int num_events, QObject* parent = nullptr);
  void start() { schedule(); }

 Q_SIGNALS:
  void finished();

 private:
  void schedule();
  void act();
  bool close_what_is_open();
  void press_key();
  void use_mouse();
  void drop_picture();
  void resize_window();
  void reroll_storm();
  void undo_or_redo();
  void change_option();
  void trigger_action();
  void paint_outline();

  int below(int limit) { return static_cast<int>(random_() % static_cast<std::uint32_t>(limit)); }
  int random_anchor() { return below(core::geometry::kNumAnchors) * core::geometry::kViewsPerAnchor; }
  /// A visible, enabled widget of the window and a point on it.
  std::pair<QWidget*, QPoint> random_place();
  QImage random_picture();

  MainWindow& window_;
  std::mt19937 random_;
  int num_left_;
};

}  // namespace ui
