// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QAction>
#include <QActionGroup>
#include <QMainWindow>

namespace ui {

/// Every action of the window, with its name, shortcut and icon. The window connects them; menus and tool bar show
/// them.
struct WindowActions {
  explicit WindowActions(QWidget* owner);

  QAction *open_picture, *open_sheet, *open_project, *open_folder, *save, *save_as, *export_mesh, *export_turntable,
      *export_folder, *quit;
  QAction *undo = nullptr, *redo = nullptr;  ///< made by the undo stack
  QAction *paste, *paste_as_new, *copy;
  QAction *reroll, *reroll_with_seed, *lock, *region_brush, *own_picture, *drop_own_picture, *own_normals,
      *drop_own_normals, *outline_brush, *drop_outline, *redo_in_betweens, *play, *look_through, *show_disagreement,
      *save_view;
  QActionGroup* trust;
  QAction *make_mesh, *pause, *stop, *continue_mesh, *start_at_once;
  QActionGroup* quality;
  QActionGroup *palette, *shading;
  QAction *frame_view, *front_view, *side_view, *top_view, *orthographic, *show_grid, *light, *save_picture;
  QAction *reset_layout, *about, *shortcuts;
};

}  // namespace ui
