// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QComboBox>
#include <QDialog>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSpinBox>
#include <functional>
#include <optional>

#include "ui/job_desk.h"
#include "ui/turntable.h"

namespace ui {

/// File > Export turntable: how the film is to be, then writes it on a thread of its own while the window goes on.
/// Closing it stops the writing, which then leaves nothing.
class TurntableDialog : public QDialog {
  Q_OBJECT

 public:
  using MakeJob = std::function<core::pipeline::Job(const Turntable&)>;

  /// @param shown     what the viewport shows now: scene with its background, mesh and camera
  /// @param make_job  of FileJobs
  /// @param folder    where films go unless the artist says otherwise
  TurntableDialog(Turntable shown, MakeJob make_job, const QString& folder, QWidget* parent = nullptr);
  ~TurntableDialog() override;

  /// The kind follows from the ending: .webp, .mp4, or none for a folder of pictures.
  void set_path(const QString& path);
  void set_length(int num_frames, double seconds);
  void set_size(const QSize& size_px);
  /// The film as the form describes it.
  Turntable turntable() const;
  QString words() const { return words_->text(); }
  bool is_writing() const { return job_.has_value(); }
  /// What the button does.
  void start();

  void done(int result) override;

 private:
  void build_form();
  void restore();
  void store() const;
  Turntable::Kind kind() const;
  void show_kind();
  void choose_path();
  void take_event(const core::pipeline::Event& event);
  void end(const core::pipeline::Outcome& outcome);

  Turntable shown_;
  MakeJob make_job_;
  QString ffmpeg_;  ///< empty: there is none
  QComboBox* kind_;
  QLineEdit* path_;
  QSpinBox *width_, *height_, *frames_;
  QDoubleSpinBox* seconds_;
  QComboBox* background_;
  QProgressBar* progress_;
  QLabel* words_;
  QPushButton* start_;
  std::optional<core::pipeline::JobId> job_;
  JobDesk desk_;  // last: its threads end before what they report to
};

}  // namespace ui
