// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>

#include "ui/board/board_panel.h"
#include "ui/viewport/viewport_widget.h"
#include "ui/window/window_actions.h"

namespace ui {

/// Connects the viewport with the pipeline's meshes, the selected view and the actions of the View menu. While the
/// shading is one that shows what the views say, every mesh goes to them first.
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
  void connect_inspection();
  void show_mesh(core::mesh::MeshPtr mesh);
  void take_findings(const core::pipeline::FindingsReady& found);
  /// Shows where one view disagrees, on its tile and on the mesh as its camera sees it; nothing: no more.
  void examine(std::optional<int> view);

  viewport::ViewportWidget& viewport_;
  PipelineController& controller_;
  BoardPanel& board_;
  WindowActions& actions_;
  viewport::Status status_;
  core::mesh::MeshPtr mesh_;     ///< shown, or as soon as the views were asked about it
  std::optional<int> examined_;  ///< the view whose disagreement is shown
  render::Shading shading_before_ = render::Shading::Textured;
};

}  // namespace ui
