// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QDockWidget>
#include <QWidget>

namespace ui {

/// A slim title for a dock: its name as a quiet heading, and buttons to float and close it. Dragging it moves the dock.
class DockTitle : public QWidget {
  Q_OBJECT

 public:
  explicit DockTitle(QDockWidget* dock);
};

/// A dock with that title. @param object_name  under which the layout is kept
QDockWidget* make_dock(const QString& title, const QString& object_name, QWidget* content, QWidget* parent);

}  // namespace ui
