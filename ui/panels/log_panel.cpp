// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/panels/log_panel.h"

#include <QTime>

namespace ui {
namespace {

constexpr int kMaxLines = 2000;

}  // namespace

LogPanel::LogPanel(QWidget* parent) : QPlainTextEdit(parent) {
  setReadOnly(true);
  setMaximumBlockCount(kMaxLines);
  setAccessibleName(tr("Log"));
}

void LogPanel::add(const QString& message) {
  appendPlainText(QTime::currentTime().toString(QStringLiteral("HH:mm:ss  ")) + message);
}

}  // namespace ui
