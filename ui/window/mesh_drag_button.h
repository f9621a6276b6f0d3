// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QMimeData>
#include <QTemporaryDir>
#include <QToolButton>
#include <functional>
#include <memory>

#include "ui/pipeline_controller.h"

namespace ui {

/// Drags the mesh into another program. When a drag begins, the mesh is written as a GLB into a temporary folder, off
/// the UI thread; what is dragged is that file. It is written again only for another mesh, and removed with this.
class MeshDragButton : public QToolButton {
  Q_OBJECT

 public:
  /// Runs a drag until it is dropped; takes the data over.
  using RunDrag = std::function<void(QMimeData*)>;

  explicit MeshDragButton(PipelineController& controller, QWidget* parent = nullptr);
  void set_run_drag(RunDrag run_drag) { run_drag_ = std::move(run_drag); }

 protected:
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;

 private:
  void refresh();
  void begin();
  void drag();

  PipelineController& controller_;
  RunDrag run_drag_;
  QPoint pressed_at_;
  bool is_wanted_ = false;  ///< a drag has begun and waits for its file
  std::unique_ptr<QTemporaryDir> folder_;
  core::mesh::MeshPtr written_;  ///< what the file holds
  QString path_;
};

}  // namespace ui
