// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QHBoxLayout>
#include <QStringList>
#include <QWidget>

namespace ui {

/// What the window shows while nothing is open: where to drop a picture, and the pictures that come with the program.
class StartPage : public QWidget {
  Q_OBJECT

 public:
  /// @param samples  paths of pictures to try
  explicit StartPage(const QStringList& samples, QWidget* parent = nullptr);

 Q_SIGNALS:
  void open_wanted();
  void sample_chosen(const QString& path);

 protected:
  void paintEvent(QPaintEvent* event) override;
};

}  // namespace ui
