// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include "ui/board/board_panel.h"
#include "ui/window/window_actions.h"

namespace ui {

class ViewportWidget;

/// Makes the viewport.
ViewportWidget* make_viewport(QWidget* parent);
QWidget* as_widget(ViewportWidget* viewport);

/// Connects the viewport with the pipeline's meshes, the selected view and the actions of the View menu.
void link_viewport(ViewportWidget& viewport, PipelineController& controller, BoardPanel& board, WindowActions& actions);

}  // namespace ui
