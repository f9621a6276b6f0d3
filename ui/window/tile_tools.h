// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>

#include "ui/board/board_panel.h"
#include "ui/dropped.h"
#include "ui/edits.h"
#include "ui/window/window_actions.h"

namespace ui {

/// Connects what the artist lays and paints on tiles with the edits: own pictures, own normals, outlines, regions.
class TileTools : public QObject {
  Q_OBJECT

 public:
  TileTools(PipelineController& controller, Edits& edits, BoardPanel& board, WindowActions& actions, QWidget* window);

  /// Lays what was dropped or pasted on a tile: as normals while the board shows normals, else as an own picture.
  void lay(int view, const Dropped& dropped);
  /// Whether a picture that is pasted now goes on the selected tile. The photo is no tile to lay things on: a picture
  /// pasted there is another photo.
  bool takes_paste() const;

 Q_SIGNALS:
  void picture_dropped(const Dropped& dropped);  ///< before there was any work

 private:
  void connect_tiles();
  void connect_brushes();
  void refresh();
  QString ask_for_picture(const QString& title, const char* folder_key);
  void paint_outline(bool is_on);
  void paint_region(bool is_on);

  PipelineController& controller_;
  Edits& edits_;
  BoardPanel& board_;
  WindowActions& actions_;
  QWidget* window_;
};

}  // namespace ui
