// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/window/mesh_drag_button.h"

#include <QApplication>
#include <QDrag>
#include <QFileInfo>
#include <QMouseEvent>
#include <QUrl>

#include "ui/appearance.h"

namespace ui {

MeshDragButton::MeshDragButton(PipelineController& controller, QWidget* parent)
    : QToolButton(parent), controller_(controller) {
  setIcon(ui::icon(QStringLiteral("mesh")));
  setText(tr("Drag mesh"));
  setToolTip(tr("Drag from here to put the mesh into another program, as a GLB file"));
  setAccessibleName(toolTip());
  setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  setCursor(Qt::OpenHandCursor);
  run_drag_ = [this](QMimeData* mime) {
    auto* drag = new QDrag(this);
    drag->setMimeData(mime);
    drag->setPixmap(icon().pixmap(32, 32));
    drag->exec(Qt::CopyAction);
  };
  for (const auto change :
       {&PipelineController::opened, &PipelineController::running_changed, &PipelineController::views_changed}) {
    connect(&controller_, change, this, &MeshDragButton::refresh);
  }
  connect(&controller_, &PipelineController::surface_changed, this, &MeshDragButton::refresh);
  refresh();
}

void MeshDragButton::refresh() { setEnabled(controller_.exportable_mesh() != nullptr); }

void MeshDragButton::mousePressEvent(QMouseEvent* event) {
  pressed_at_ = event->pos();
  QToolButton::mousePressEvent(event);
}

void MeshDragButton::mouseMoveEvent(QMouseEvent* event) {
  const bool is_far = (event->pos() - pressed_at_).manhattanLength() >= QApplication::startDragDistance();
  if (!event->buttons().testFlag(Qt::LeftButton) || !is_far || is_wanted_) return;
  is_wanted_ = true;
  begin();
}

void MeshDragButton::mouseReleaseEvent(QMouseEvent* event) {
  is_wanted_ = false;
  QToolButton::mouseReleaseEvent(event);
}

void MeshDragButton::begin() {
  const core::mesh::MeshPtr mesh = controller_.exportable_mesh();
  if (mesh == nullptr) return;
  if (mesh == written_ && QFileInfo::exists(path_)) return drag();
  if (!folder_) folder_ = std::make_unique<QTemporaryDir>();
  const core::project::PicturePtr& picture = controller_.workspace().picture;
  const QString stem = picture ? QFileInfo(QString::fromStdString(picture->name)).completeBaseName() : QString();
  const QString path = folder_->filePath((stem.isEmpty() ? QStringLiteral("mesh") : stem) + QStringLiteral(".glb"));
  controller_.write_copy(path.toStdString(), mesh, [this, path, mesh] {
    written_ = mesh;
    path_ = path;
    if (is_wanted_) drag();
  });
}

void MeshDragButton::drag() {
  auto* mime = new QMimeData;
  mime->setUrls({QUrl::fromLocalFile(path_)});
  run_drag_(mime);
  // The release went to the target.
  is_wanted_ = false;
  setDown(false);
}

}  // namespace ui
