// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QDockWidget>
#include <QMainWindow>
#include <QStackedWidget>

#include "ui/appearance.h"
#include "ui/board/board_panel.h"
#include "ui/edits.h"
#include "ui/panels/log_panel.h"
#include "ui/window/export_dialog.h"
#include "ui/window/message_bar.h"
#include "ui/window/recent_files.h"
#include "ui/window/tile_tools.h"
#include "ui/window/turntable_dialog.h"
#include "ui/window/window_actions.h"

namespace ui {

namespace viewport {
class ViewportWidget;
}

/// The main window: arranges panels, menus and shortcuts. It does no work of its own.
class MainWindow : public QMainWindow {
  Q_OBJECT

 public:
  /// @param samples  paths of the pictures that come with the program
  /// @param version  of the program, for the About box
  MainWindow(PipelineController& controller, Edits& edits, Appearance& appearance, const QStringList& samples,
             const QString& version, QWidget* parent = nullptr);
  ~MainWindow() override;

  PipelineController& controller() { return controller_; }
  Edits& edits() { return edits_; }
  Appearance& appearance() { return appearance_; }
  BoardPanel& board() { return *board_; }
  viewport::ViewportWidget& mesh_viewport() { return *viewport_; }
  MessageBar& messages() { return *messages_; }
  WindowActions& actions() { return actions_; }

  void open_path(const QString& path);
  void open_image(const QString& name, const QImage& image);
  ExportDialog* show_export_dialog();
  TurntableDialog* show_turntable_dialog();
  /// Offers the newest project without a name that an earlier start left.
  void offer_unsaved_work();

 protected:
  void closeEvent(QCloseEvent* event) override;
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void keyReleaseEvent(QKeyEvent* event) override;

 private:
  void build_panels(const QStringList& samples);
  void build_menus();
  QMenu* build_views_menu();
  QMenu* build_view_menu();
  void connect_file_actions();
  void connect_window_actions();
  void connect_view_actions();
  void connect_controller();
  void restore_layout();
  void reset_layout();

  void take_opened();
  void refresh_actions();
  void refresh_title();
  void show_run_in_title(const QString& words);
  void show_error(const QString& message);
  void show_note(const QString& message);
  void show_sheet(const std::vector<core::project::PicturePtr>& drawings);
  void paste(bool is_for_tile);
  void open_dropped(const Dropped& dropped, const QString& name);
  void ask_for_seed();
  void save_project(bool asks_for_name);
  void copy_view();
  void save_view();
  void save_picture_of_mesh();
  /// The mesh as the viewport shows it now.
  Turntable shown_mesh() const;
  /// Asks where a picture shall go; empty if it shall not.
  QString ask_for_png(const QString& name);
  void show_about();
  void show_shortcuts();
  QString folder_for(const char* key) const;

  PipelineController& controller_;
  Edits& edits_;
  Appearance& appearance_;
  QString version_;
  WindowActions actions_;
  RecentFiles recent_;
  BoardPanel* board_ = nullptr;
  TileTools* tile_tools_ = nullptr;
  viewport::ViewportWidget* viewport_ = nullptr;
  MessageBar* messages_ = nullptr;
  QStackedWidget* pages_ = nullptr;
  LogPanel* log_ = nullptr;
  QDockWidget *picture_dock_ = nullptr, *settings_dock_ = nullptr, *viewport_dock_ = nullptr, *log_dock_ = nullptr;
  QMenu* views_menu_ = nullptr;
  QLabel* title_ = nullptr;
  QString run_words_;  ///< how far the run is, before the name in the title; empty between runs
};

}  // namespace ui
