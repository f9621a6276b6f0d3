// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/window/sheet_import.h"

#include <utility>

namespace ui {

SheetImport::SheetImport(PipelineController& controller, SheetDrawings drawings, QObject* parent)
    : QObject(parent), controller_(controller), drawings_(std::move(drawings)) {
  connect(&controller_, &PipelineController::opened, this, [this] {
    if (std::exchange(is_opened_, true)) return deleteLater();
    next();
  });
  // After the edit that puts the picture on its tile.
  connect(&controller_, &PipelineController::own_picture_ready, this, &SheetImport::next, Qt::QueuedConnection);
  connect(&controller_, &PipelineController::failed, this, &SheetImport::deleteLater);
  connect(&controller_, &PipelineController::stopped, this, &SheetImport::deleteLater);
  controller_.open_picture(std::exchange(drawings_[0], nullptr));
}

void SheetImport::next() {
  for (std::size_t anchor = 0; anchor < drawings_.size(); ++anchor) {
    if (!drawings_[anchor]) continue;
    const core::project::PicturePtr drawing = std::exchange(drawings_[anchor], nullptr);
    return controller_.prepare_own_picture(static_cast<int>(anchor), drawing->rgba);
  }
  deleteLater();
}

}  // namespace ui
