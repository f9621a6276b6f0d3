// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include "ui/pipeline_controller.h"
#include "ui/window/sheet_dialog.h"

namespace ui {

/// Opens the front of a turnaround sheet as the picture and lays the other drawings on their tiles, one after the
/// other: each is fitted to what lies there already. Deletes itself at the end, on a stop, or when something else is
/// opened.
class SheetImport : public QObject {
  Q_OBJECT

 public:
  SheetImport(PipelineController& controller, SheetDrawings drawings, QObject* parent);

 private:
  void next();

  PipelineController& controller_;
  SheetDrawings drawings_;
  bool is_opened_ = false;
};

}  // namespace ui
