// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/window/announcement.h"

#include <QApplication>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QVariantMap>

namespace ui {

void announce(QWidget& window, const QString& title, const QString& text) {
  if (window.isActiveWindow()) return;
  QApplication::alert(&window);
  const QString service = QStringLiteral("org.freedesktop.Notifications");
  QDBusMessage call = QDBusMessage::createMethodCall(service, QStringLiteral("/org/freedesktop/Notifications"), service,
                                                     QStringLiteral("Notify"));
  const uint replaces_none = 0;
  const int usual_timeout = -1;
  call << QCoreApplication::applicationName() << replaces_none << QStringLiteral("envision3d") << title << text
       << QStringList() << QVariantMap() << usual_timeout;
  QDBusConnection::sessionBus().send(call);  // nobody waits for an answer
}

}  // namespace ui
