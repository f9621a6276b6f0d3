// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QLabel>
#include <QToolButton>
#include <QWidget>
#include <vector>

#include "core/pipeline/events.h"

namespace ui {

/// What is amiss with the picture, in a sentence each, with a button where one click can help.
class FindingsList : public QWidget {
  Q_OBJECT

 public:
  enum class Remedy { None, Frame, Box, KeepLargest, Brush };

  explicit FindingsList(QWidget* parent = nullptr);
  void show_findings(const core::matting::Findings& findings);

  static QString sentence(const core::matting::Finding& finding);
  static Remedy remedy(core::matting::Finding::Kind kind);

 Q_SIGNALS:
  void remedy_wanted(ui::FindingsList::Remedy remedy);

 private:
  QWidget* row_of(const core::matting::Finding& finding);

  core::matting::Findings findings_;
  std::vector<QWidget*> rows_;
};

}  // namespace ui
