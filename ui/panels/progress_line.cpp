// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/panels/progress_line.h"

#include <unistd.h>

#include <QHBoxLayout>
#include <QThread>
#include <cmath>
#include <fstream>

namespace ui {
namespace {

using core::pipeline::Stage;

constexpr int kSteps = 1000;
constexpr int kMachineInterval_ms = 1000;

QString stage_words(Stage stage) {
  switch (stage) {
    case Stage::CutOut:
      return ProgressLine::tr("Cutting out");
    case Stage::Anchors:
      return ProgressLine::tr("Drawing views");
    case Stage::InBetweens:
      return ProgressLine::tr("Drawing in-betweens");
    case Stage::Surface:
      return ProgressLine::tr("Reconstructing surface");
    case Stage::Texture:
      return ProgressLine::tr("Making the texture");
    case Stage::Export:
      return ProgressLine::tr("Writing the mesh");
  }
  return {};
}

double resident_gb() {
  std::ifstream file("/proc/self/statm");
  double total = 0.0, resident = 0.0;
  file >> total >> resident;
  return resident * static_cast<double>(sysconf(_SC_PAGESIZE)) / 1e9;
}

QString seconds_words(double seconds) {
  const int whole = static_cast<int>(std::lround(seconds));
  if (whole < 60) return ProgressLine::tr("%1 s").arg(whole);
  return ProgressLine::tr("%1 min %2 s").arg(whole / 60).arg(whole % 60);
}

}  // namespace

QString time_words(double elapsed_s, double remaining_s) {
  if (remaining_s < 0.0) return seconds_words(elapsed_s);
  return ProgressLine::tr("%1 of about %2").arg(seconds_words(elapsed_s), seconds_words(elapsed_s + remaining_s));
}

QString run_words(const core::pipeline::Progress& progress) {
  const int percent = static_cast<int>(progress.fraction * 100.0);
  if (progress.remaining_s < 0.0) return ProgressLine::tr("%1 %").arg(percent);
  return ProgressLine::tr("%1 %, %2 left").arg(percent).arg(seconds_words(progress.remaining_s));
}

ProgressLine::ProgressLine(PipelineController& controller, QWidget* parent) : QWidget(parent), controller_(controller) {
  stage_ = new QLabel;
  bar_ = new QProgressBar;
  bar_->setRange(0, kSteps);
  bar_->setTextVisible(false);
  bar_->setFixedWidth(360);
  bar_->setAccessibleName(tr("Progress"));
  time_ = new QLabel;
  time_->setProperty("quiet", true);
  machine_ = new QLabel;
  machine_->setProperty("quiet", true);
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(12, 4, 12, 4);
  layout->setSpacing(16);
  layout->addWidget(stage_);
  layout->addWidget(bar_);
  layout->addWidget(time_);
  layout->addStretch();
  layout->addWidget(machine_);
  connect(&controller_, &PipelineController::running_changed, this, &ProgressLine::show_running);
  connect(&controller_, &PipelineController::progress_changed, this, &ProgressLine::show_progress);
  connect(&controller_, &PipelineController::snapshot_changed, this,
          [this](const core::pipeline::SnapshotReady& snapshot) {
            detail_ = tr(" · %1").arg(snapshot.resolution) + QChar(0xb3);
            show_running();
          });
  connect(&controller_, &PipelineController::finished, this,
          [this](double seconds) { stage_->setText(tr("Done in %1").arg(seconds_words(seconds))); });
  connect(&controller_, &PipelineController::cancelled, this,
          [this] { stage_->setText(tr("Stopped. What was finished stays.")); });
  connect(&controller_, &PipelineController::opened, this, [this] { show_running(); });
  machine_timer_.setInterval(kMachineInterval_ms);
  connect(&machine_timer_, &QTimer::timeout, this, &ProgressLine::show_machine);
  machine_timer_.start();
  show_machine();
  show_running();
}

void ProgressLine::show_running() {
  const bool is_running = controller_.is_running();
  bar_->setVisible(is_running);
  time_->setVisible(is_running);
  if (!is_running) {
    detail_.clear();
    bar_->setValue(0);
    time_->clear();
    stage_->setText(tr("Ready"));
    return;
  }
  const auto stage = controller_.stage();
  stage_->setText(stage ? stage_words(*stage) + (*stage == Stage::Surface ? detail_ : QString()) : tr("Starting"));
}

void ProgressLine::show_progress(const core::pipeline::Progress& progress) {
  bar_->setValue(static_cast<int>(progress.fraction * kSteps));
  time_->setText(time_words(progress.elapsed_s, progress.remaining_s));
}

void ProgressLine::show_machine() {
  machine_->setText(tr("CPU · %n threads · ", nullptr, QThread::idealThreadCount())
                        .replace("%n", QString::number(QThread::idealThreadCount())) +
                    tr("%1 GB").arg(resident_gb(), 0, 'f', 1));
}

}  // namespace ui
