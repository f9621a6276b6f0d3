// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QCheckBox>
#include <QComboBox>
#include <QDialog>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSpinBox>

#include "ui/edits.h"

namespace ui {

/// File > Export mesh: a preset, or format, size, axis, budget and texture; brings the mesh up to date if needed,
/// writes it, and shows what an independent reader found in the file before it says done. The same words are written
/// beside the file if wanted.
class ExportDialog : public QDialog {
  Q_OBJECT

 public:
  /// @param folder  where exports go unless the artist says otherwise
  ExportDialog(PipelineController& controller, Edits& edits, const QString& folder, QWidget* parent = nullptr);

  void set_path(const QString& path);
  /// Fills the form with a preset (export_presets.h).
  void apply_preset(int index);
  QString report() const { return result_->text(); }
  QString path() const { return path_->text(); }
  /// What the button does.
  void start();

 private:
  void build_form();
  void connect_form();
  void choose_path();
  void show_format();
  void apply_finish_options();
  void write();
  void take_failure(const QString& message);
  void take_exported(const core::pipeline::Exported& exported);
  QString words_of(const core::pipeline::Exported& exported) const;
  void write_report(const QString& words);
  void set_busy(bool is_busy, const QString& words);
  const core::io::MeshFormat& format() const;

  PipelineController& controller_;
  Edits& edits_;
  QComboBox* preset_;
  QLineEdit* path_;
  QComboBox* format_;
  QDoubleSpinBox* size_;
  QComboBox* up_;
  QSpinBox* faces_;
  QComboBox* texture_;
  QCheckBox* brings_up_to_date_;
  QCheckBox* writes_report_;
  QLabel* result_;
  QProgressBar* progress_;
  QPushButton* export_;
  bool is_waiting_for_mesh_ = false;
  bool is_writing_ = false;
};

}  // namespace ui
