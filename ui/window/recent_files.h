// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QMenu>
#include <QObject>
#include <QStringList>

namespace ui {

/// The files that were opened last, kept between starts, and the menu that shows them.
class RecentFiles : public QObject {
  Q_OBJECT

 public:
  explicit RecentFiles(QObject* parent = nullptr);
  void add(const QString& path);
  QStringList paths() const;
  QMenu* make_menu(QWidget* parent);

  static constexpr int kMaxFiles = 12;

 Q_SIGNALS:
  void chosen(const QString& path);
};

}  // namespace ui
