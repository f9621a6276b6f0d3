// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QPlainTextEdit>

namespace ui {

/// Everything the program said, newest last; can be selected and copied.
class LogPanel : public QPlainTextEdit {
  Q_OBJECT

 public:
  explicit LogPanel(QWidget* parent = nullptr);
  void add(const QString& message);
};

}  // namespace ui
