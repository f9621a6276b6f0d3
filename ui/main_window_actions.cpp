// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <QActionGroup>
#include <QApplication>
#include <QBuffer>
#include <QClipboard>
#include <QFileDialog>
#include <QFileInfo>
#include <QImageWriter>
#include <QInputDialog>
#include <QLabel>
#include <QMenuBar>
#include <QMessageBox>
#include <QMimeData>
#include <QSaveFile>
#include <QSettings>
#include <QStandardPaths>

#include "ui/dropped.h"
#include "ui/image_convert.h"
#include "ui/main_window.h"
#include "ui/viewport/viewport_widget.h"
#include "ui/window/sheet_import.h"

// What the actions of the main window do. Its arrangement is in main_window.cpp.
namespace ui {
namespace {

using core::geometry::kViewsPerAnchor;

constexpr QSize kPictureSize(2048, 2048);

std::size_t slot(int view) { return static_cast<std::size_t>(view); }

QByteArray png_of(const QImage& image) {
  QByteArray bytes;
  QBuffer buffer(&bytes);
  buffer.open(QIODevice::WriteOnly);
  image.save(&buffer, "PNG");
  return bytes;
}

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

QString MainWindow::folder_for(const char* key) const {
  return QSettings()
      .value(QLatin1String(key), QStandardPaths::writableLocation(QStandardPaths::PicturesLocation))
      .toString();
}

void MainWindow::connect_file_actions() {
  const auto open_with = [this](const QString& chosen) {
    if (chosen.isEmpty()) return;
    QSettings().setValue(QStringLiteral("open_folder"), QFileInfo(chosen).absolutePath());
    open_path(chosen);
  };
  connect(actions_.open_picture, &QAction::triggered, this, [this, open_with] {
    open_with(QFileDialog::getOpenFileName(
        this, tr("Open picture"), folder_for("open_folder"),
        tr("Pictures and projects (*.png *.jpg *.jpeg *.webp *.bmp *.tif *.tiff *.e3d);;All files (*)")));
  });
  connect(actions_.open_sheet, &QAction::triggered, this, [this] {
    const QString chosen =
        QFileDialog::getOpenFileName(this, tr("Open turnaround sheet"), folder_for("open_folder"),
                                     tr("Pictures (*.png *.jpg *.jpeg *.webp *.bmp *.tif *.tiff);;All files (*)"));
    if (chosen.isEmpty()) return;
    messages_->close_all();
    controller_.open_sheet(chosen.toStdString());
  });
  connect(&controller_, &PipelineController::sheet_ready, this, &MainWindow::show_sheet);
  connect(actions_.open_project, &QAction::triggered, this, [this, open_with] {
    open_with(
        QFileDialog::getOpenFileName(this, tr("Open project"), folder_for("open_folder"), tr("Projects (*.e3d)")));
  });
  connect(actions_.open_folder, &QAction::triggered, this, [this, open_with] {
    open_with(QFileDialog::getExistingDirectory(this, tr("Open view folder"), folder_for("open_folder")));
  });
  connect(actions_.save, &QAction::triggered, this, [this] { save_project(false); });
  connect(actions_.save_as, &QAction::triggered, this, [this] { save_project(true); });
  connect(actions_.export_mesh, &QAction::triggered, this, [this] { show_export_dialog(); });
  connect(actions_.export_turntable, &QAction::triggered, this, [this] { show_turntable_dialog(); });
  connect(actions_.export_folder, &QAction::triggered, this, [this] {
    const QString folder =
        QFileDialog::getExistingDirectory(this, tr("Export view folder"), folder_for("export_folder"));
    if (!folder.isEmpty()) controller_.export_view_folder(folder.toStdString());
  });
  connect(actions_.quit, &QAction::triggered, this, &QWidget::close);
  connect(actions_.paste, &QAction::triggered, this, [this] { paste(tile_tools_->takes_paste()); });
  connect(actions_.paste_as_new, &QAction::triggered, this, [this] { paste(false); });
  connect(actions_.copy, &QAction::triggered, this, &MainWindow::copy_view);
  connect(actions_.about, &QAction::triggered, this, &MainWindow::show_about);
  connect(actions_.shortcuts, &QAction::triggered, this, &MainWindow::show_shortcuts);
  connect(actions_.reset_layout, &QAction::triggered, this, &MainWindow::reset_layout);
  connect(actions_.palette, &QActionGroup::triggered, this,
          [this](QAction* action) { appearance_.set_mode(static_cast<PaletteMode>(action->data().toInt())); });
  for (QAction* action : actions_.palette->actions()) {
    if (action->data().toInt() == static_cast<int>(appearance_.mode())) action->setChecked(true);
  }
}

void MainWindow::paste(bool is_for_tile) {
  const Dropped pasted = picture_from(*QGuiApplication::clipboard()->mimeData());
  if (pasted.is_empty()) return show_note(tr("The clipboard holds no picture. Copy one first."));
  if (is_for_tile) return tile_tools_->lay(board_->selected(), pasted);
  open_dropped(pasted, tr("pasted picture"));
}

void MainWindow::connect_view_actions() {
  connect(actions_.reroll, &QAction::triggered, this, [this] { edits_.reroll(board_->selected()); });
  connect(actions_.reroll_with_seed, &QAction::triggered, this, &MainWindow::ask_for_seed);
  connect(actions_.lock, &QAction::triggered, this,
          [this](bool is_locked) { edits_.set_locked(board_->selected(), is_locked); });
  connect(actions_.redo_in_betweens, &QAction::triggered, this, [this] { edits_.redo_in_betweens(); });
  connect(actions_.play, &QAction::triggered, this, [this] { board_->toggle_play(); });
  connect(actions_.save_picture, &QAction::triggered, this, &MainWindow::save_picture_of_mesh);
  connect(actions_.save_view, &QAction::triggered, this, &MainWindow::save_view);
  connect(actions_.trust, &QActionGroup::triggered, this,
          [this](QAction* action) { edits_.set_trust(board_->selected(), action->data().toFloat()); });
  connect(actions_.make_mesh, &QAction::triggered, this, [this] { controller_.make(); });
  connect(actions_.pause, &QAction::triggered, this, [this] { controller_.set_paused(true); });
  connect(actions_.continue_mesh, &QAction::triggered, this, [this] {
    if (controller_.is_paused()) return controller_.set_paused(false);
    controller_.make();
  });
  connect(actions_.stop, &QAction::triggered, this, [this] { controller_.stop(); });
  actions_.start_at_once->setChecked(QSettings().value(QStringLiteral("start_at_once"), true).toBool());
  edits_.set_following(actions_.start_at_once->isChecked());
  connect(actions_.start_at_once, &QAction::toggled, this, [this](bool is_on) {
    QSettings().setValue(QStringLiteral("start_at_once"), is_on);
    edits_.set_following(is_on);
  });
  connect(actions_.quality, &QActionGroup::triggered, this, [this](QAction* action) {
    core::OptionValues values = controller_.workspace().choices.surface;
    values["quality"] = action->data().toString().toStdString();
    if (values.size() == 1 && action->data().toString() == QStringLiteral("standard")) values.clear();
    edits_.set_options(Edits::Group::Surface, values, tr("Quality"));
  });

  VariantTray& tray = board_->tray();
  connect(&tray, &VariantTray::use_wanted, &edits_, &Edits::use_variant);
  connect(&tray, &VariantTray::remove_wanted, &edits_, &Edits::remove_variant);
  connect(&tray, &VariantTray::trust_changed, this,
          [this](float trust) { edits_.set_trust(board_->selected(), trust); });
  for (int view = 0; view < core::geometry::kNumViews; ++view) {
    Tile& tile = board_->grid().tile(view);
    connect(&tile, &Tile::reroll_wanted, this, [this](int wanted) {
      board_->grid().select(wanted);
      edits_.reroll(wanted);
    });
    connect(&tile, &Tile::menu_wanted, this, [this](int, const QPoint& position) { views_menu_->popup(position); });
    connect(&tile, &Tile::double_clicked, this, [this](int) {
      actions_.look_through->setChecked(false);  // also from another view that is looked through
      actions_.look_through->trigger();
    });
  }
}

void MainWindow::refresh_actions() {
  const core::project::Workspace& work = controller_.workspace();
  const int view = board_->selected();
  const bool is_open = controller_.has_picture(), is_shown = work.shown[slot(view)] != nullptr;
  const bool is_running = controller_.is_running();
  for (QAction* action : {actions_.save, actions_.save_as}) action->setEnabled(is_open);
  for (QAction* action : {actions_.reroll, actions_.reroll_with_seed, actions_.lock, actions_.look_through,
                          actions_.save_view, actions_.copy, actions_.play, actions_.export_folder}) {
    action->setEnabled(is_shown);
  }
  actions_.show_disagreement->setEnabled(is_shown && controller_.exportable_mesh() != nullptr);
  actions_.trust->setEnabled(is_shown);
  for (QAction* action : actions_.trust->actions()) {
    action->setChecked(std::abs(action->data().toFloat() - work.choices.trust[slot(view)]) < 0.005f);
  }
  actions_.lock->setChecked(work.choices.locked[slot(view)]);
  actions_.stop->setEnabled(is_running);
  const bool has_work = is_open && !is_running && !controller_.plan().is_empty();
  actions_.make_mesh->setEnabled(has_work);
  actions_.pause->setEnabled(is_running && !controller_.is_paused());
  actions_.continue_mesh->setEnabled(controller_.is_paused() || (has_work && controller_.exportable_mesh() != nullptr));
  actions_.redo_in_betweens->setEnabled(is_open && !is_running &&
                                        controller_.plan(core::pipeline::Goal::InBetweens).clips.any());
  actions_.save_picture->setEnabled(controller_.exportable_mesh() != nullptr);
  actions_.export_mesh->setEnabled(controller_.exportable_mesh() != nullptr);
  actions_.export_turntable->setEnabled(controller_.exportable_mesh() != nullptr);
  const auto found = work.choices.surface.find("quality");
  const QString quality = found == work.choices.surface.end()
                              ? QStringLiteral("standard")
                              : QString::fromStdString(std::get<std::string>(found->second));
  actions_.quality->setEnabled(is_open);
  for (QAction* action : actions_.quality->actions()) action->setChecked(action->data().toString() == quality);
}

void MainWindow::ask_for_seed() {
  const int view = board_->selected();
  bool is_ok = false;
  const auto& work = controller_.workspace();
  const int seed = QInputDialog::getInt(
      this, tr("Re-roll with this seed"),
      tr("Seed for %1. The same seed gives the same picture again.").arg(view_label(view)),
      static_cast<int>(work.choices.anchor_seeds[slot(view / kViewsPerAnchor)]), 0, 999999, 1, &is_ok);
  if (is_ok) edits_.reroll(view, static_cast<std::uint64_t>(seed));
}

void MainWindow::save_project(bool asks_for_name) {
  ProjectKeeper& project = controller_.project();
  if (project.is_named() && !asks_for_name) {
    return show_note(tr("Nothing to do: all work is stored in '%1' the moment it is done.")
                         .arg(QFileInfo(QString::fromStdString(project.path().string())).fileName()));
  }
  const QString stem = QFileInfo(QString::fromStdString(controller_.workspace().picture->name)).completeBaseName();
  const QString suggestion =
      folder_for("save_folder") + '/' + (stem.isEmpty() ? tr("project") : stem) + QStringLiteral(".e3d");
  QString chosen = QFileDialog::getSaveFileName(this, tr("Save project"), suggestion, tr("Projects (*.e3d)"));
  if (chosen.isEmpty()) return;
  if (!chosen.endsWith(QStringLiteral(".e3d"))) chosen += QStringLiteral(".e3d");
  QSettings().setValue(QStringLiteral("save_folder"), QFileInfo(chosen).absolutePath());
  project.save_as(chosen.toStdString());
}

void MainWindow::copy_view() {
  const core::views::ViewPtr view = board_->shown(board_->selected());
  if (!view) return;
  const QImage image = shared_qimage(view, view->rgba).copy();
  auto* mime = new QMimeData;
  mime->setImageData(image);
  mime->setData(QStringLiteral("image/png"), png_of(image));  // with its transparency
  QGuiApplication::clipboard()->setMimeData(mime);
}

void MainWindow::save_png(const QImage& image, const QString& name) {
  const QString suggestion = QStringLiteral("%1/%2.png").arg(folder_for("export_folder"), name);
  const QString chosen = QFileDialog::getSaveFileName(this, tr("Save picture"), suggestion, tr("PNG pictures (*.png)"));
  if (chosen.isEmpty()) return;
  QSaveFile file(chosen);
  const QByteArray png = png_of(image);
  if (!file.open(QIODevice::WriteOnly) || file.write(png) != png.size() || !file.commit()) {
    show_error(tr("'%1' could not be written: %2. Choose another place.").arg(chosen, file.errorString()));
  }
}

void MainWindow::save_picture_of_mesh() {
  QString why;
  const QImage picture = viewport_->draw_picture(kPictureSize, true, &why);
  if (picture.isNull()) return show_error(tr("The mesh could not be drawn: %1").arg(why));
  save_png(picture, tr("mesh"));
}

void MainWindow::save_view() {
  const core::views::ViewPtr view = board_->shown(board_->selected());
  if (view) save_png(shared_qimage(view, view->rgba), tr("view-%1").arg(view->index));
}

void MainWindow::show_sheet(const std::vector<core::project::PicturePtr>& drawings) {
  auto* dialog = new SheetDialog(drawings, this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &QDialog::accepted, this, [this, dialog] { new SheetImport(controller_, dialog->chosen(), this); });
  dialog->open();
}

ExportDialog* MainWindow::show_export_dialog() {
  auto* dialog = new ExportDialog(controller_, edits_, folder_for("export_folder"), this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->open();
  return dialog;
}

TurntableDialog* MainWindow::show_turntable_dialog() {
  Turntable shown;
  shown.scene = viewport_->picture_scene(viewport_->size(), false);
  shown.mesh = viewport_->prepared_mesh();
  shown.camera = viewport_->camera();
  const auto make_job = [this](Turntable film) {
    film.scene.pixel_ratio = viewport_->picture_scene({film.size_px.x, film.size_px.y}, false).pixel_ratio;
    return controller_.turntable_job(film);
  };
  auto* dialog = new TurntableDialog(std::move(shown), make_job, folder_for("export_folder"), this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->open();
  return dialog;
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
