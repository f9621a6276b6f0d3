// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>
#include <QWidget>

namespace ui {

/// Tells an artist who works in another window that something is done: marks the window in the task bar and asks the
/// desktop for a notification (org.freedesktop.Notifications; without one nothing happens). Does nothing while the
/// window has the focus.
void announce(QWidget& window, const QString& title, const QString& text);

}  // namespace ui
