// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <QActionGroup>
#include <QLabel>
#include <QMenuBar>
#include <QMessageBox>

#include "ui/main_window.h"

// The menus of the main window, and the actions that concern the window itself.
namespace ui {
namespace {

void add_all(QMenu& menu, std::initializer_list<QAction*> actions) {
  for (QAction* action : actions) {
    if (action == nullptr) {
      menu.addSeparator();
    } else {
      menu.addAction(action);
    }
  }
}

}  // namespace

void MainWindow::build_menus() {
  auto* brand = new QLabel(tr("Envision3D"));
  QFont bold = brand->font();
  bold.setBold(true);
  brand->setFont(bold);
  brand->setContentsMargins(12, 0, 6, 0);
  menuBar()->setCornerWidget(brand, Qt::TopLeftCorner);
  title_ = new QLabel;
  title_->setProperty("quiet", true);
  title_->setContentsMargins(6, 0, 12, 0);
  title_->setMinimumHeight(menuBar()->sizeHint().height());
  menuBar()->setCornerWidget(title_, Qt::TopRightCorner);

  QMenu* file = menuBar()->addMenu(tr("&File"));
  add_all(*file, {actions_.open_picture, actions_.open_sheet, actions_.open_project, actions_.open_folder});
  file->addMenu(recent_.make_menu(file));
  add_all(*file, {nullptr, actions_.save, actions_.save_as, nullptr, actions_.export_mesh, actions_.export_turntable,
                  actions_.export_folder, nullptr, actions_.quit});
  QMenu* edit = menuBar()->addMenu(tr("&Edit"));
  add_all(*edit, {actions_.undo, actions_.redo, nullptr, actions_.copy, actions_.paste, actions_.paste_as_new});
  menuBar()->addMenu(build_views_menu());
  QMenu* mesh = menuBar()->addMenu(tr("&Mesh"));
  add_all(*mesh, {actions_.make_mesh, actions_.pause, actions_.stop, actions_.continue_mesh, nullptr});
  QMenu* quality = mesh->addMenu(tr("&Quality"));
  quality->addActions(actions_.quality->actions());
  add_all(*mesh, {nullptr, actions_.start_at_once});
  menuBar()->addMenu(build_view_menu());
  QMenu* help = menuBar()->addMenu(tr("&Help"));
  add_all(*help, {actions_.shortcuts, actions_.about});
}

QMenu* MainWindow::build_views_menu() {
  views_menu_ = new QMenu(tr("V&iews"), this);
  add_all(*views_menu_, {actions_.reroll, actions_.reroll_with_seed, actions_.region_brush, actions_.lock, nullptr,
                         actions_.own_picture, actions_.drop_own_picture, actions_.own_normals,
                         actions_.drop_own_normals, actions_.outline_brush, actions_.drop_outline, nullptr});
  views_menu_->setToolTipsVisible(true);
  QMenu* trust = views_menu_->addMenu(tr("&Trust"));
  trust->addActions(actions_.trust->actions());
  add_all(*views_menu_, {actions_.redo_in_betweens, actions_.play, actions_.look_through, actions_.show_disagreement,
                         nullptr, actions_.save_view, actions_.copy});
  return views_menu_;
}

QMenu* MainWindow::build_view_menu() {
  auto* menu = new QMenu(tr("&View"), this);
  QMenu* shading = menu->addMenu(tr("&Shading"));
  shading->addActions(actions_.shading->actions());
  add_all(*menu, {actions_.frame_view, actions_.front_view, actions_.side_view, actions_.top_view,
                  actions_.orthographic, actions_.light, actions_.show_grid, nullptr, actions_.save_picture, nullptr});
  QMenu* panels = menu->addMenu(tr("&Panels"));
  for (QDockWidget* dock : {picture_dock_, settings_dock_, viewport_dock_, log_dock_}) {
    panels->addAction(dock->toggleViewAction());
  }
  menu->addAction(actions_.reset_layout);
  QMenu* palette = menu->addMenu(tr("P&alette"));
  palette->addActions(actions_.palette->actions());
  return menu;
}

void MainWindow::connect_window_actions() {
  connect(actions_.about, &QAction::triggered, this, &MainWindow::show_about);
  connect(actions_.shortcuts, &QAction::triggered, this, &MainWindow::show_shortcuts);
  connect(actions_.reset_layout, &QAction::triggered, this, &MainWindow::reset_layout);
  connect(actions_.palette, &QActionGroup::triggered, this,
          [this](QAction* action) { appearance_.set_mode(static_cast<PaletteMode>(action->data().toInt())); });
  for (QAction* action : actions_.palette->actions()) {
    if (action->data().toInt() == static_cast<int>(appearance_.mode())) action->setChecked(true);
  }
}

void MainWindow::show_about() {
  QMessageBox box(this);
  box.setWindowTitle(tr("About Envision3D"));
  box.setIconPixmap(windowIcon().pixmap(64, 64));
  box.setTextFormat(Qt::RichText);
  box.setText(tr("<h3>Envision3D %1</h3><p>One picture becomes a textured mesh, by way of 32 views that you can judge "
                 "and change.</p><p>MIT licence. Copyright 2026 The Envision3D authors.</p>")
                  .arg(version_));
  box.setInformativeText(
      tr("It stands on Qt (LGPL 3), OpenCV and oneTBB and Embree (Apache 2), Dear ImGui, GLM, meshoptimizer, fmt, "
         "spdlog, nlohmann/json, libepoxy and TinyGLTF (MIT), Assimp, CLI11 and libzip (BSD), SQLite and stb (public "
         "domain), libpng, libjpeg-turbo, libwebp, libtiff, Little CMS and zlib (their own permissive licences)."));
  box.exec();
}

void MainWindow::show_shortcuts() {
  QString rows;
  for (const QAction* action : QWidget::actions()) {
    if (action->shortcut().isEmpty()) continue;
    rows += QStringLiteral("<tr><td><b>%1</b>&nbsp;&nbsp;</td><td>%2</td></tr>")
                .arg(action->shortcut().toString(QKeySequence::NativeText).toHtmlEscaped(),
                     action->text().remove('&').remove(QStringLiteral("...")).toHtmlEscaped());
  }
  const std::pair<QString, QString> more[] = {{tr("1 to 8"), tr("Select a view")},
                                              {tr("Arrows"), tr("Move to the next view")},
                                              {tr("C, held"), tr("Compare with the variant before")},
                                              {tr("Space"), tr("Play the views as a flip-book")},
                                              {tr("Enter, Delete"), tr("Use or remove a variant")},
                                              {tr("Double-click"), tr("Look through a view")}};
  for (const auto& [key, what] : more)
    rows += QStringLiteral("<tr><td><b>%1</b>&nbsp;&nbsp;</td><td>%2</td></tr>").arg(key, what);
  QMessageBox::information(this, tr("Keyboard shortcuts"), QStringLiteral("<table>%1</table>").arg(rows));
}

}  // namespace ui
