// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QComboBox>
#include <QLabel>
#include <QSpinBox>
#include <QToolBar>

#include "ui/edits.h"
#include "ui/window/elided_label.h"

namespace ui {

struct WindowActions;

/// Open, source, quality, seed, make, stop, what a run would do, export.
class MainToolBar : public QToolBar {
  Q_OBJECT

 public:
  MainToolBar(PipelineController& controller, Edits& edits, const WindowActions& actions, QWidget* parent = nullptr);

  /// What would be computed now, in words.
  QString plan() const { return plan_->text(); }

 private:
  void fill_sources(Edits& edits);
  void refresh();

  PipelineController& controller_;
  QComboBox* source_;
  QComboBox* quality_;
  QSpinBox* seed_;
  ElidedLabel* plan_;
};

}  // namespace ui
