// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/window/window_actions.h"

#include <QCoreApplication>
#include <QKeySequence>
#include <QWidget>

#include "ui/appearance.h"

namespace ui {
namespace {

QString text(const char* source) { return QCoreApplication::translate("ui::WindowActions", source); }

QAction* make(QWidget* owner, const char* name, const QKeySequence& shortcut = {}, const char* glyph = nullptr) {
  auto* action = new QAction(text(name), owner);
  action->setShortcut(shortcut);
  if (glyph != nullptr) action->setIcon(icon(QString::fromLatin1(glyph)));
  const QString plain = action->text().remove('&').remove(QStringLiteral("..."));
  action->setToolTip(
      shortcut.isEmpty() ? plain : QStringLiteral("%1 (%2)").arg(plain, shortcut.toString(QKeySequence::NativeText)));
  // Also reachable while its menu is not the active window's, such as from a floating dock.
  owner->addAction(action);
  return action;
}

/// Checkable actions of which one is on; `data` says what each stands for.
QActionGroup* make_group(QWidget* owner, std::initializer_list<std::pair<const char*, QVariant>> entries) {
  auto* group = new QActionGroup(owner);
  for (const auto& [name, data] : entries) {
    QAction* action = make(owner, name);
    action->setCheckable(true);
    action->setData(data);
    group->addAction(action);
  }
  return group;
}

}  // namespace

WindowActions::WindowActions(QWidget* owner) {
  open_picture = make(owner, "&Open picture...", QKeySequence::Open, "open");
  open_sheet = make(owner, "Open &turnaround sheet...");
  open_sheet->setToolTip(text("One picture with 2 to 8 drawings of the object; each goes on its tile"));
  open_project = make(owner, "Open &project...", QKeySequence("Ctrl+Shift+O"));
  open_folder = make(owner, "Open &view folder...");
  save = make(owner, "&Save", QKeySequence::Save);
  save_as = make(owner, "Save &as...", QKeySequence("Ctrl+Shift+S"));
  export_mesh = make(owner, "&Export mesh...", QKeySequence("Ctrl+E"), "export");
  export_turntable = make(owner, "Export t&urntable...");
  export_turntable->setToolTip(text("A turn around the mesh as PNG pictures, animated WebP or video"));
  export_folder = make(owner, "Export view &folder...");
  quit = make(owner, "&Quit", QKeySequence::Quit);
  paste = make(owner, "&Paste picture", QKeySequence::Paste);
  paste->setToolTip(text("Lays the picture of the clipboard on the selected tile, or opens it where none is (Ctrl+V)"));
  paste_as_new = make(owner, "Paste as &new picture", QKeySequence("Ctrl+Shift+V"));
  copy = make(owner, "&Copy view", QKeySequence::Copy);
  reroll = make(owner, "&Re-roll", QKeySequence(Qt::Key_R), "reroll");
  reroll_with_seed = make(owner, "Re-roll with this &seed...", QKeySequence("Shift+R"));
  region_brush = make(owner, "Re-roll a &part", QKeySequence("Ctrl+R"));
  region_brush->setCheckable(true);
  lock = make(owner, "&Lock", QKeySequence(Qt::Key_L), "lock");
  lock->setCheckable(true);
  own_picture = make(owner, "Use &own picture...");
  drop_own_picture = make(owner, "Re&move own picture");
  own_normals = make(owner, "Use own &normal map...");
  own_normals->setToolTip(
      text("A square picture framed as the view is; red to the front camera, green to its right, blue up"));
  drop_own_normals = make(owner, "Remove own normal map");
  outline_brush = make(owner, "Paint &outline", QKeySequence(Qt::Key_O));
  outline_brush->setCheckable(true);
  outline_brush->setToolTip(text("Push the outline of this view with a brush; the body follows"));
  drop_outline = make(owner, "Remove painted outline");
  redo_in_betweens = make(owner, "Redo &in-betweens", QKeySequence(Qt::Key_I));
  play = make(owner, "&Play as flip-book\tSpace");
  look_through = make(owner, "Loo&k through this view");
  look_through->setCheckable(true);
  show_disagreement = make(owner, "Show where it &disagrees", QKeySequence(Qt::Key_D));
  show_disagreement->setCheckable(true);
  show_disagreement->setToolTip(text("How far this view differs from the surface: on its tile and on the mesh"));
  save_view = make(owner, "Save &view as...");
  trust = make_group(owner, {{"0 (mute)", 0.0}, {"0.3", 0.3}, {"0.6", 0.6}, {"1", 1.0}});
  make_mesh = make(owner, "&Make mesh", QKeySequence("Ctrl+Return"));
  make_mesh->setIcon(icon(QStringLiteral("make"), QPalette::HighlightedText));
  stop = make(owner, "&Stop", QKeySequence(Qt::Key_Escape), "stop");
  pause = make(owner, "&Pause", QKeySequence(Qt::Key_P));
  continue_mesh = make(owner, "&Continue");
  start_at_once = make(owner, "Start &at once");
  start_at_once->setCheckable(true);
  start_at_once->setToolTip(text("A new picture and every re-roll are computed at once, if that takes under a minute"));
  quality = make_group(owner, {{"&Draft", "draft"}, {"&Standard", "standard"}, {"&Fine", "fine"}});
  palette = make_group(owner, {{"Like the &system", 0}, {"&Light", 1}, {"&Dark", 2}});
  shading = make_group(owner, {{"&Textured", "textured"},
                               {"&Clay", "clay"},
                               {"&Normals", "normals"},
                               {"&Wireframe", "wire"},
                               {"Vertex co&lours", "colours"},
                               {"Co&verage", "coverage"},
                               {"&Disagreement", "disagreement"}});
  frame_view = make(owner, "&Frame", QKeySequence(Qt::Key_F));
  front_view = make(owner, "F&ront", QKeySequence(Qt::KeypadModifier | Qt::Key_1));
  side_view = make(owner, "&Side", QKeySequence(Qt::KeypadModifier | Qt::Key_3));
  top_view = make(owner, "&Top", QKeySequence(Qt::KeypadModifier | Qt::Key_7));
  orthographic = make(owner, "&Orthographic", QKeySequence(Qt::KeypadModifier | Qt::Key_5));
  orthographic->setCheckable(true);
  light = make(owner, "Li&ght on textures");
  light->setCheckable(true);
  save_picture = make(owner, "Save &picture of the mesh...");
  show_grid = make(owner, "Grid and &axes");
  show_grid->setCheckable(true);
  show_grid->setChecked(true);
  reset_layout = make(owner, "&Reset layout");
  about = make(owner, "&About Envision3D");
  shortcuts = make(owner, "&Keyboard shortcuts", QKeySequence::HelpContents);
}

}  // namespace ui
