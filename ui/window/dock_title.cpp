// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/window/dock_title.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

#include "ui/appearance.h"

namespace ui {

DockTitle::DockTitle(QDockWidget* dock) : QWidget(dock) {
  auto* name = new QLabel(dock->windowTitle().toUpper());
  name->setProperty("heading", true);
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(10, 6, 6, 0);
  layout->setSpacing(2);
  layout->addWidget(name);
  layout->addStretch();
  const auto add_button = [&](const QString& glyph, const QString& help) {
    auto* button = new QToolButton;
    button->setIcon(icon(glyph, QPalette::PlaceholderText));
    button->setIconSize(QSize(10, 10));
    button->setProperty("flat", true);
    button->setFocusPolicy(Qt::NoFocus);
    button->setToolTip(help);
    button->setAccessibleName(help);
    layout->addWidget(button);
    return button;
  };
  connect(add_button(QStringLiteral("float"), tr("Float or dock this panel")), &QToolButton::clicked, dock,
          [dock] { dock->setFloating(!dock->isFloating()); });
  connect(add_button(QStringLiteral("close"), tr("Close this panel; the View menu brings it back")),
          &QToolButton::clicked, dock, &QDockWidget::close);
}

QDockWidget* make_dock(const QString& title, const QString& object_name, QWidget* content, QWidget* parent) {
  auto* dock = new QDockWidget(title, parent);
  dock->setObjectName(object_name);
  dock->setWidget(content);
  dock->setTitleBarWidget(new DockTitle(dock));
  return dock;
}

}  // namespace ui
