// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>

#include "ui/board/board_panel.h"
#include "ui/viewport/viewport_widget.h"
#include "ui/window/window_actions.h"

namespace ui {

/// Connects the viewport with the pipeline's meshes, the selected view and the actions of the View menu.
class ViewportLink : public QObject {
  Q_OBJECT

 public:
  ViewportLink(viewport::ViewportWidget& viewport, PipelineController& controller, BoardPanel& board,
               WindowActions& actions, QObject* parent);

 private:
  void connect_meshes();
  void connect_camera();
  void connect_shading();
  void show_opened();
  void show_status();
  void look_through(bool is_on);

  viewport::ViewportWidget& viewport_;
  PipelineController& controller_;
  BoardPanel& board_;
  WindowActions& actions_;
  viewport::Status status_;
};

}  // namespace ui
