// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/board/tile_brush.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>

#include "ui/board/tile_painter.h"
#include "ui/brush_stroke.h"
#include "ui/image_convert.h"

namespace ui {
namespace {

constexpr int kSide = 400;       ///< of the paper, where the board has room for it
constexpr int kMargin = 8;       ///< around the paper
constexpr int kHintHeight = 38;  ///< below it
constexpr double kMinRadius_px = 1.5, kMaxRadius_px = 64.0;
constexpr double kWheelStep = 1.15;
constexpr int kInside = 128;

}  // namespace

TileBrush::TileBrush(QWidget* parent) : QWidget(parent) {
  setFocusPolicy(Qt::StrongFocus);
  setMouseTracking(true);
  setCursor(Qt::CrossCursor);
  hide();
}

void TileBrush::open_over(const TileState& state, const QRect& tile) {
  state_ = state;
  is_stroking_ = false;
  if (state.picture) revert_to(state.picture->rgba);
  const QRect board = parentWidget()->rect();
  const int side = std::max(tile.width(),
                            std::min({kSide, board.width() - 2 * kMargin, board.height() - 2 * kMargin - kHintHeight}));
  QRect place(QPoint(), QSize(side + 2 * kMargin, side + 2 * kMargin + kHintHeight));
  place.moveCenter(tile.center());
  place.moveRight(std::min(place.right(), board.right()));
  place.moveBottom(std::min(place.bottom(), board.bottom()));
  place.moveTopLeft({std::max(0, place.left()), std::max(0, place.top())});
  setGeometry(place);
  show();
  raise();
  setFocus();
}

void TileBrush::show_state(const TileState& state) {
  const bool is_redrawn = state.picture != state_.picture;
  state_ = state;
  if (is_redrawn && !is_stroking_ && state.picture) revert_to(state.picture->rgba);
  update();
}

void TileBrush::revert_to(const core::image::Image8& rgba) {
  is_stroking_ = false;
  coverage_ = first_coverage(rgba);
  update();
}

void TileBrush::end() {
  if (!is_open()) return;
  is_stroking_ = false;
  hide();
  Q_EMIT ended();
}

QRectF TileBrush::paper() const {
  const int side = width() - 2 * kMargin;
  return QRectF(kMargin, kMargin, side, side);
}

double TileBrush::canvas_scale() const { return paper().width() / std::max(1, coverage_.width()); }

QPointF TileBrush::from_canvas(const QPointF& point_px) const { return paper().topLeft() + point_px * canvas_scale(); }

QPointF TileBrush::to_canvas(const QPointF& point) const { return (point - paper().topLeft()) / canvas_scale(); }

/// What is covered, tinted, with a line of even width around it.
QImage TileBrush::coverage_image(const QSize& size_px) const {
  const auto shared = std::make_shared<const core::image::Image8>(coverage_);
  const QImage smooth = shared_qimage(shared).scaled(size_px, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
  const QColor accent = palette().color(QPalette::Highlight);
  const QRgb tint = qPremultiply(qRgba(accent.red(), accent.green(), accent.blue(), 46));
  const QRgb line = accent.rgb();
  QImage result(size_px, QImage::Format_ARGB32_Premultiplied);
  result.fill(Qt::transparent);
  const int reach = std::max(1, static_cast<int>(std::lround(devicePixelRatioF())));
  const auto is_inside = [&](int x, int y) {
    return x >= 0 && y >= 0 && x < size_px.width() && y < size_px.height() && smooth.constScanLine(y)[x] >= kInside;
  };
  for (int y = 0; y < size_px.height(); ++y) {
    auto* row = reinterpret_cast<QRgb*>(result.scanLine(y));
    for (int x = 0; x < size_px.width(); ++x) {
      if (!is_inside(x, y)) continue;
      const bool is_rim =
          !is_inside(x - reach, y) || !is_inside(x + reach, y) || !is_inside(x, y - reach) || !is_inside(x, y + reach);
      row[x] = is_rim ? line : tint;
    }
  }
  return result;
}

void TileBrush::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(palette().color(QPalette::Highlight), 1.5));
  painter.setBrush(palette().color(QPalette::Base));
  painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 7, 7);
  const QRectF target = paper();
  const QSize size_px = (target.size() * devicePixelRatioF()).toSize();
  const QPixmap picture = tile_pixmap(state_.picture, TileMode::Color, size_px.width());
  painter.fillRect(target, Qt::white);
  painter.setOpacity(picture_opacity());
  if (!picture.isNull()) painter.drawPixmap(target, picture, QRectF(picture.rect()));
  painter.setOpacity(1.0);
  painter.drawImage(target, coverage_image(size_px));
  painter.setBrush(Qt::NoBrush);
  paint_guides(painter);
  if (pointer_.x() >= 0 && target.contains(pointer_)) {
    painter.setPen(QPen(QColor(0x1f, 0x21, 0x26), 1.2));
    painter.drawEllipse(pointer_, radius_px_ * canvas_scale(), radius_px_ * canvas_scale());
  }
  painter.setPen(palette().color(QPalette::PlaceholderText));
  painter.drawText(QRectF(target.left(), target.bottom() + 2, target.width(), kHintHeight),
                   Qt::AlignCenter | Qt::TextWordWrap, hint());
}

void TileBrush::stroke_to(const QPointF& point_px) {
  along_stroke(
      last_px_, point_px, radius_px_, 0.0, coverage_.width(), coverage_.height(), [this](int x, int y, double share) {
        std::uint8_t& value = coverage_.at(x, y);
        const auto covered = static_cast<std::uint8_t>(std::lround(255.0 * share));
        value = is_adding_ ? std::max(value, covered) : std::min(value, static_cast<std::uint8_t>(255 - covered));
      });
  last_px_ = point_px;
  update();
}

void TileBrush::mousePressEvent(QMouseEvent* event) {
  if (coverage_.is_empty() || (event->button() != Qt::LeftButton && event->button() != Qt::RightButton)) return;
  last_px_ = to_canvas(event->position());
  const int x = static_cast<int>(std::floor(last_px_.x())), y = static_cast<int>(std::floor(last_px_.y()));
  is_adding_ = adds(event->button(), coverage_.contains(x, y) && coverage_.at(x, y) >= kInside);
  is_stroking_ = true;
  stroke_to(last_px_);
}

void TileBrush::mouseMoveEvent(QMouseEvent* event) {
  pointer_ = event->position();
  if (is_stroking_) stroke_to(to_canvas(pointer_));
  update();
}

void TileBrush::mouseReleaseEvent(QMouseEvent*) {
  if (!std::exchange(is_stroking_, false)) return;
  finish_stroke();
}

void TileBrush::resize_brush(double factor) {
  radius_px_ = std::clamp(radius_px_ * factor, kMinRadius_px, kMaxRadius_px);
  update();
}

void TileBrush::wheelEvent(QWheelEvent* event) {
  resize_brush(std::pow(kWheelStep, event->angleDelta().y() / 120.0));
  event->accept();
}

void TileBrush::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Escape) return end();
  if (event->key() == Qt::Key_BracketLeft) return resize_brush(1.0 / kWheelStep);
  if (event->key() == Qt::Key_BracketRight) return resize_brush(kWheelStep);
  QWidget::keyPressEvent(event);
}

bool TileBrush::event(QEvent* event) {
  // Esc is the window's shortcut for Stop; here it ends the brush.
  if (event->type() == QEvent::ShortcutOverride && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
    event->accept();
    return true;
  }
  return QWidget::event(event);
}

void TileBrush::leaveEvent(QEvent*) {
  pointer_ = {-1, -1};
  update();
}

}  // namespace ui
