// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QLabel>
#include <QProgressBar>
#include <QTimer>
#include <QWidget>

#include "ui/pipeline_controller.h"

namespace ui {

/// The status bar: what is being done, how far it is, how long it took and takes, and what the machine gives.
class ProgressLine : public QWidget {
  Q_OBJECT

 public:
  explicit ProgressLine(PipelineController& controller, QWidget* parent = nullptr);

 private:
  void show_running();
  void show_progress(const core::pipeline::Progress& progress);
  void show_machine();

  PipelineController& controller_;
  QLabel* stage_;
  QProgressBar* bar_;
  QLabel* time_;
  QLabel* machine_;
  QTimer machine_timer_;
  QString detail_;  ///< " · 128³" while the surface is solved
};

/// "7 s of about 12 s"; "7 s" while the rest is unknown.
QString time_words(double elapsed_s, double remaining_s);

/// "40 %, 7 s left"; "40 %" while the rest is unknown. For the title of the window.
QString run_words(const core::pipeline::Progress& progress);

}  // namespace ui
