// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/window/elided_label.h"

#include <QPainter>

namespace ui {

ElidedLabel::ElidedLabel(QWidget* parent) : QLabel(parent) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
}

void ElidedLabel::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  const QRect inside = contentsRect().adjusted(0, 0, -4, 0);
  painter.setPen(palette().color(foregroundRole()));
  painter.drawText(inside, Qt::AlignRight | Qt::AlignVCenter,
                   fontMetrics().elidedText(text(), Qt::ElideRight, inside.width()));
}

}  // namespace ui
