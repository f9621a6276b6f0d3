// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/window/tile_tools.h"

#include <QFileDialog>
#include <QSettings>
#include <QStandardPaths>

#include "ui/image_convert.h"

namespace ui {
namespace {

using core::geometry::is_anchor;
using core::geometry::kViewsPerAnchor;

}  // namespace

TileTools::TileTools(PipelineController& controller, Edits& edits, BoardPanel& board, WindowActions& actions,
                     QWidget* window)
    : QObject(window), controller_(controller), edits_(edits), board_(board), actions_(actions), window_(window) {
  connect_tiles();
  connect_brushes();
  connect(&controller_, &PipelineController::views_changed, this, &TileTools::refresh);
  connect(&controller_, &PipelineController::choices_changed, this, &TileTools::refresh);
  connect(&controller_, &PipelineController::opened, this, &TileTools::refresh);
  connect(&board_, &BoardPanel::selection_changed, this, &TileTools::refresh);
  refresh();
}

void TileTools::connect_tiles() {
  for (int view = 0; view < core::geometry::kNumViews; view += kViewsPerAnchor) {
    Tile& tile = board_.grid().tile(view);
    connect(&tile, &Tile::file_dropped, this, [this](int on, const QString& path) { lay(on, {path, {}}); });
    connect(&tile, &Tile::image_dropped, this, [this](int on, const QImage& image) { lay(on, {{}, image}); });
  }
  connect(actions_.own_picture, &QAction::triggered, this, [this] {
    const int view = board_.selected();
    if (!edits_.can_take_own_picture(view)) return;
    const QString chosen = ask_for_picture(tr("Own picture for %1").arg(view_label(view)), "own_folder");
    if (!chosen.isEmpty())
      controller_.prepare_own_picture(view / kViewsPerAnchor, std::filesystem::path(chosen.toStdString()));
  });
  connect(actions_.drop_own_picture, &QAction::triggered, this,
          [this] { edits_.drop_own_picture(board_.selected() / kViewsPerAnchor); });
  connect(actions_.own_normals, &QAction::triggered, this, [this] {
    const int view = board_.selected();
    if (!edits_.can_take_own_normals(view)) return;
    const QString chosen = ask_for_picture(tr("Normals for %1").arg(view_label(view)), "own_folder");
    if (!chosen.isEmpty())
      controller_.prepare_own_normals(view / kViewsPerAnchor, std::filesystem::path(chosen.toStdString()));
  });
  connect(actions_.drop_own_normals, &QAction::triggered, this,
          [this] { edits_.drop_own_normals(board_.selected() / kViewsPerAnchor); });
}

void TileTools::connect_brushes() {
  connect(actions_.outline_brush, &QAction::triggered, this, &TileTools::paint_outline);
  connect(&board_.outline_brush(), &OutlineBrush::ended, this, [this] { actions_.outline_brush->setChecked(false); });
  connect(&board_.outline_brush(), &OutlineBrush::painted, this, [this](int view, const core::image::Image8& coverage) {
    if (!edits_.paint_outline(view, coverage)) board_.outline_brush().revert();
  });
  connect(actions_.drop_outline, &QAction::triggered, this, [this] { edits_.drop_outline(board_.selected()); });
  connect(actions_.region_brush, &QAction::triggered, this, &TileTools::paint_region);
  connect(&board_.region_brush(), &RegionBrush::ended, this, [this] { actions_.region_brush->setChecked(false); });
  connect(&board_.region_brush(), &RegionBrush::region_painted, this,
          [this](int view, const core::image::Image8& mask) { edits_.reroll_region(view, mask); });
}

void TileTools::lay(int view, const Dropped& dropped) {
  if (!controller_.has_picture()) {
    Q_EMIT picture_dropped(dropped);
    return;
  }
  const int anchor = view / kViewsPerAnchor;
  const bool is_normals = board_.mode() == TileMode::Normals;
  if (is_normals ? !edits_.can_take_own_normals(view) : !edits_.can_take_own_picture(view)) return;
  const std::filesystem::path path(dropped.path.toStdString());
  if (is_normals && !dropped.path.isEmpty()) return controller_.prepare_own_normals(anchor, path);
  if (is_normals) return controller_.prepare_own_normals(anchor, image_from_qimage(dropped.image));
  if (!dropped.path.isEmpty()) return controller_.prepare_own_picture(anchor, path);
  controller_.prepare_own_picture(anchor, image_from_qimage(dropped.image));
}

bool TileTools::takes_paste() const {
  const TileState& state = board_.grid().states()[static_cast<std::size_t>(board_.selected())];
  const bool is_normals = board_.mode() == TileMode::Normals;
  return controller_.has_picture() && window_->focusWidget() == &board_.grid() && (!state.is_photo || is_normals);
}

QString TileTools::ask_for_picture(const QString& title, const char* folder_key) {
  const QLatin1String key(folder_key);
  const QString folder =
      QSettings().value(key, QStandardPaths::writableLocation(QStandardPaths::PicturesLocation)).toString();
  const QString chosen = QFileDialog::getOpenFileName(
      window_, title, folder, tr("Pictures (*.png *.jpg *.jpeg *.webp *.bmp *.tif *.tiff);;All files (*)"));
  if (!chosen.isEmpty()) QSettings().setValue(key, QFileInfo(chosen).absolutePath());
  return chosen;
}

void TileTools::paint_outline(bool is_on) {
  const bool can_paint = is_on && edits_.can_take_outline(board_.selected());
  if (can_paint) board_.open_outline(board_.selected());
  if (!can_paint) board_.outline_brush().end();
  actions_.outline_brush->setChecked(can_paint);
}

void TileTools::paint_region(bool is_on) {
  if (is_on) board_.open_region(board_.selected());
  if (!is_on) board_.region_brush().end();
  actions_.region_brush->setChecked(is_on);
}

void TileTools::refresh() {
  const core::project::Workspace& work = controller_.workspace();
  const int view = board_.selected();
  const auto anchor = static_cast<std::size_t>(view / kViewsPerAnchor);
  const bool is_large = controller_.has_picture() && is_anchor(view);
  const bool is_drawn = is_large && work.shown[static_cast<std::size_t>(view)] != nullptr;
  actions_.own_picture->setEnabled(is_large);
  actions_.drop_own_picture->setEnabled(is_large && work.choices.own[anchor] != nullptr);
  actions_.own_normals->setEnabled(is_drawn);
  actions_.drop_own_normals->setEnabled(is_large && work.choices.own_normals[anchor] != nullptr);
  actions_.outline_brush->setEnabled(is_drawn);
  actions_.drop_outline->setEnabled(is_large && work.choices.outlines[anchor] != nullptr);
  const QString why_not = edits_.why_no_region(view);
  actions_.region_brush->setEnabled(why_not.isEmpty());
  actions_.region_brush->setToolTip(
      why_not.isEmpty() ? tr("Paint over a part of this view and have only that drawn again (Ctrl+R)") : why_not);
}

}  // namespace ui
