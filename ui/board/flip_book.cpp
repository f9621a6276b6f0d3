// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/board/flip_book.h"

#include <QKeyEvent>
#include <QPainter>
#include <QPainterPath>
#include <algorithm>

#include "ui/board/tile_painter.h"

namespace ui {
namespace {

constexpr int kFrameInterval_ms = 80;  // one turn in about two and a half seconds

}  // namespace

FlipBook::FlipBook(QWidget* parent) : QWidget(parent) {
  setFocusPolicy(Qt::StrongFocus);
  setAccessibleName(tr("Flip-book of all views"));
  hide();
  parent->installEventFilter(this);
  timer_.setInterval(kFrameInterval_ms);
  connect(&timer_, &QTimer::timeout, this, [this] {
    current_ = (current_ + 1) % views_.size();
    update();
  });
}

void FlipBook::toggle(const TileStates& states, TileMode mode, int first_view) {
  if (is_playing()) return end();
  views_.clear();
  current_ = 0;
  mode_ = mode;
  for (const TileState& state : states) {
    const bool can_show = state.picture && (mode != TileMode::Normals || state.picture->has_normal());
    if (!can_show) continue;
    if (state.view <= first_view) current_ = views_.size();
    views_.push_back(state.picture);
  }
  if (views_.empty()) return;
  setGeometry(parentWidget()->rect());
  show();
  raise();
  setFocus();
  timer_.start();
}

void FlipBook::end() {
  timer_.stop();
  hide();
  parentWidget()->setFocus();
}

void FlipBook::paintEvent(QPaintEvent*) {
  if (views_.empty()) return;
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  QColor veil = palette().color(QPalette::Window);
  veil.setAlpha(235);
  painter.fillRect(rect(), veil);
  const int side = std::min(width(), height()) - 48;
  if (side <= 0) return;
  const QRectF page((width() - side) / 2.0, (height() - side) / 2.0, side, side);
  const QPixmap picture = tile_pixmap(views_[current_], mode_, static_cast<int>(side * devicePixelRatioF()));
  QPainterPath card;
  card.addRoundedRect(page, 8, 8);
  painter.setClipPath(card);
  painter.drawPixmap(page, picture, QRectF(picture.rect()));
  painter.setPen(QColor(0x1f, 0x21, 0x26));
  painter.drawText(page.adjusted(14, 10, 0, 0), view_label(views_[current_]->index));
}

void FlipBook::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Space || event->key() == Qt::Key_Escape) return end();
  QWidget::keyPressEvent(event);
}

void FlipBook::mousePressEvent(QMouseEvent*) { end(); }

bool FlipBook::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::Resize && isVisible()) setGeometry(parentWidget()->rect());
  return QWidget::eventFilter(watched, event);
}

}  // namespace ui
