// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/window/recent_files.h"

#include <QFileInfo>
#include <QSettings>

namespace ui {
namespace {

const QString kKey = QStringLiteral("recent");

}  // namespace

RecentFiles::RecentFiles(QObject* parent) : QObject(parent) {}

QStringList RecentFiles::paths() const { return QSettings().value(kKey).toStringList(); }

void RecentFiles::add(const QString& path) {
  const QString absolute = QFileInfo(path).absoluteFilePath();
  QStringList list = paths();
  list.removeAll(absolute);
  list.prepend(absolute);
  QSettings().setValue(kKey, list.mid(0, kMaxFiles));
}

QMenu* RecentFiles::make_menu(QWidget* parent) {
  auto* menu = new QMenu(tr("Open &recent"), parent);
  connect(menu, &QMenu::aboutToShow, this, [this, menu] {
    menu->clear();
    for (const QString& path : paths()) {
      const QFileInfo info(path);
      QAction* action =
          menu->addAction(tr("%1   (%2)").arg(info.fileName(), info.path()).replace('&', QStringLiteral("&&")));
      action->setEnabled(info.exists());
      connect(action, &QAction::triggered, this, [this, path] { Q_EMIT chosen(path); });
    }
    if (menu->isEmpty()) menu->addAction(tr("Nothing opened yet"))->setEnabled(false);
  });
  // A menu without entries would not open.
  menu->addAction(tr("Nothing opened yet"))->setEnabled(false);
  return menu;
}

}  // namespace ui
