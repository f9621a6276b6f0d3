// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QStringList>
#include <QTimer>
#include <functional>
#include <optional>
#include <vector>

#include "ui/main_window.h"

namespace ui {

/// Plays a script against the window, for screenshots and tests. One command a line; # begins a comment:
///
///   open PATH            opens a picture, project or view folder
///   sheet PATH           splits a turnaround sheet and lays its drawings on the tiles that are proposed
///   wait idle [S]        until nothing runs (at most S seconds, default 300)
///   wait view N [S]      until view N (0..31) is shown
///   wait mesh [S]        until there is a mesh to show
///   wait for WHAT VALUE  until what expect knows is so
///   wait MS              so many milliseconds, with the window alive
///   select N             selects view N
///   reroll N [SEED]      re-rolls view N
///   lock N, unlock N     locks or unlocks view N
///   own N PATH           own picture for view N
///   outline N X Y X Y    drags the outline brush over view N, between two pixels of its picture
///   region N X Y X Y     drags the region brush over view N; "press Draw again" follows
///   normals N PATH       own normals for view N; wait for them
///   paste PATH           pastes a picture, as Ctrl+V does; wait for what follows
///   frame SIZE X Y TURN  frames the object by hand: percent of the canvas, degrees
///   press WORDS          presses the button with these words
///   undo, redo
///   set GROUP NAME VALUE sets an option; GROUP is sketch, surface or finish
///   box L T R B          draws the box around the object, in pixels of the picture
///   make, stop
///   save PATH            saves the project under a name
///   folder PATH          writes a view folder
///   export PATH          exports the mesh by the dialog, which stays open
///   close                closes open dialogs
///   tiles color|normals|mask
///   palette dark|light|system
///   shading NAME         textured, clay, normals, wire, colours
///   look                 looks through the selected view, or ends that
///   size W H             of the window
///   menu NAME            opens a menu of the menu bar
///   key KEYS             as QKeySequence reads them, to the widget with the focus
///   monkey SEED N        N random events from a seed (monkey.h)
///   screenshot PATH      PNG of the window and its dialogs
///   panel NAME PATH      PNG of the board, of a dock (picture, settings, viewport, log) or of the open dialog
///   expect WHAT VALUE    responsive MS (99 % of the event loop's turns so far took less), stall MS (all of them),
///                        views, variants N, stale, previews, plan TEXT, findings, undo TEXT, mesh, message: fails
///                        if it is otherwise
///   quit
///
/// The first command that fails ends the script: finished(false), with the line on standard error.
class Drive : public QObject {
  Q_OBJECT

 public:
  Drive(MainWindow& window, const QStringList& lines, QObject* parent = nullptr);
  void start();

  /// One turn of the window's event loop.
  struct Turn {
    double busy_ms = 0.0;  ///< computing on the window's thread
    double wall_ms = 0.0;  ///< until the next turn, other programs included
    qsizetype line = 0;    ///< of the script
  };

 Q_SIGNALS:
  void finished(bool is_ok);

 private:
  /// What this thread has computed so far; waiting for other programs does not count.
  static double cpu_ms();
  void next();
  void beat();
  /// Goes on when `condition` holds, or fails after so long.
  void wait_for(const std::function<bool()>& condition, double seconds, const QString& what);
  void go_on_after(int delay_ms);
  void fail(const QString& why);
  void execute(const QStringList& words);
  bool execute_edit(const QStringList& words);
  bool execute_look(const QStringList& words);
  void open_sheet(const QString& path);
  bool execute_file(const QStringList& words);
  void wait(const QStringList& words);
  void press(const QString& words);
  /// @param words  view and two pixels of its picture
  void drag_brush(TileBrush& brush, QAction& action, const QStringList& words);
  void set_option(const QString& group, const QString& name, const QString& value);
  void expect(const QStringList& words);
  /// What a property of the window is now, in the words that expect compares; nothing for an unknown property.
  std::optional<QString> found(const QString& what, const QString& value) const;
  void screenshot(const QString& path);
  void panel_picture(const QString& name, const QString& path);
  /// A picture for the script was taken: the time that took is not the window's.
  void save(const QPixmap& picture, const QString& path);

  MainWindow& window_;
  QStringList lines_;
  qsizetype line_ = 0;
  bool has_ended_ = false;
  QTimer heartbeat_;
  QElapsedTimer since_beat_;
  double last_cpu_ms_ = 0.0;
  std::vector<Turn> turns_;
};

}  // namespace ui
