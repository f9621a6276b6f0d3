// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <QBuffer>
#include <QClipboard>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QMimeData>
#include <QSaveFile>
#include <QSettings>
#include <QStandardPaths>

#include "ui/dropped.h"
#include "ui/image_convert.h"
#include "ui/main_window.h"
#include "ui/viewport/viewport_widget.h"
#include "ui/window/sheet_import.h"

// What the actions of the main window do with files and the clipboard.
namespace ui {
namespace {

constexpr glm::ivec2 kPictureSize_px(2048, 2048);

QByteArray png_of(const QImage& image) {
  QByteArray bytes;
  QBuffer buffer(&bytes);
  buffer.open(QIODevice::WriteOnly);
  image.save(&buffer, "PNG");
  return bytes;
}

}  // namespace

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
}

void MainWindow::paste(bool is_for_tile) {
  const Dropped pasted = picture_from(*QGuiApplication::clipboard()->mimeData());
  if (pasted.is_empty()) return show_note(tr("The clipboard holds no picture. Copy one first."));
  if (is_for_tile) return tile_tools_->lay(board_->selected(), pasted);
  open_dropped(pasted, tr("pasted picture"));
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

QString MainWindow::ask_for_png(const QString& name) {
  const QString suggestion = QStringLiteral("%1/%2.png").arg(folder_for("export_folder"), name);
  return QFileDialog::getSaveFileName(this, tr("Save picture"), suggestion, tr("PNG pictures (*.png)"));
}

void MainWindow::save_view() {
  const core::views::ViewPtr view = board_->shown(board_->selected());
  if (!view) return;
  const QString chosen = ask_for_png(tr("view-%1").arg(view->index));
  if (chosen.isEmpty()) return;
  QSaveFile file(chosen);
  const QByteArray png = png_of(shared_qimage(view, view->rgba));
  if (!file.open(QIODevice::WriteOnly) || file.write(png) != png.size() || !file.commit()) {
    show_error(tr("'%1' could not be written: %2. Choose another place.").arg(chosen, file.errorString()));
  }
}

Turntable MainWindow::shown_mesh() const {
  Turntable shown;
  shown.scene = viewport_->picture_scene(viewport_->size(), false);
  shown.mesh = viewport_->prepared_mesh();
  shown.camera = viewport_->camera();
  return shown;
}

void MainWindow::save_picture_of_mesh() {
  Turntable still = shown_mesh();
  const QString chosen = ask_for_png(tr("mesh"));
  if (chosen.isEmpty()) return;
  still.kind = Turntable::Kind::Still;
  still.path = chosen.toStdString();
  still.size_px = kPictureSize_px;
  still.num_frames = 1;
  still.scene = viewport_->picture_scene({still.size_px.x, still.size_px.y}, true);
  controller_.export_still(still);
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
  const auto make_job = [this](Turntable film) {
    film.scene.pixel_ratio = viewport_->picture_scene({film.size_px.x, film.size_px.y}, false).pixel_ratio;
    return controller_.turntable_job(film);
  };
  auto* dialog = new TurntableDialog(shown_mesh(), make_job, folder_for("export_folder"), this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->open();
  return dialog;
}

}  // namespace ui
