// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/board/view_grid.h"

#include <QKeyEvent>
#include <QPainter>
#include <QStyle>
#include <algorithm>

namespace ui {
namespace {

using core::geometry::kNumAnchors;
using core::geometry::kNumViews;
using core::geometry::kViewsPerAnchor;

constexpr int kGap = 10;
constexpr int kPad = 8;
constexpr int kSmallGap = 5;
constexpr int kMinCellWidth = 104;
constexpr int kMaxCellWidth = 420;
constexpr int kSpinInterval_ms = 40;
constexpr double kTurnsPerTick = 0.03;

int small_side(int cell_width) { return (cell_width - 2 * kPad - 2 * kSmallGap) / 3; }
int cell_height(int cell_width) { return 2 * kPad + (cell_width - 2 * kPad) + kSmallGap + small_side(cell_width); }
/// Widest cell whose height is at most this.
int cell_width_for_height(int height) { return std::max(0, (height - kPad - kSmallGap + 10) * 3 / 4); }

}  // namespace

ViewGrid::ViewGrid(QWidget* parent) : QWidget(parent) {
  setFocusPolicy(Qt::StrongFocus);
  setAccessibleName(tr("View board"));
  for (int view = 0; view < kNumViews; ++view) {
    auto* tile = new Tile(view, this);
    tiles_[static_cast<std::size_t>(view)] = tile;
    states_[static_cast<std::size_t>(view)].view = view;
    connect(tile, &Tile::pressed, this, [this](int pressed) {
      setFocus();
      select(pressed);
    });
  }
  spin_timer_.setInterval(kSpinInterval_ms);
  connect(&spin_timer_, &QTimer::timeout, this, [this] {
    spin_ += kTurnsPerTick;
    if (spin_ >= 1.0) spin_ -= 1.0;
    for (Tile* tile : tiles_) tile->set_spin(spin_);
  });
}

void ViewGrid::show_states(const TileStates& states) {
  states_ = states;
  bool is_working = false;
  for (std::size_t view = 0; view < tiles_.size(); ++view) {
    tiles_[view]->show_state(states[view]);
    is_working = is_working || states[view].phase == TileState::Phase::Working;
  }
  if (is_working && !spin_timer_.isActive()) spin_timer_.start();
  if (!is_working) spin_timer_.stop();
}

void ViewGrid::set_mode(TileMode mode) {
  for (Tile* tile : tiles_) tile->set_mode(mode);
}

void ViewGrid::select(int view) {
  view = (view % kNumViews + kNumViews) % kNumViews;
  const bool is_change = view != selected_;
  selected_ = view;
  for (Tile* tile : tiles_) tile->set_selected(tile->view() == view);
  update();
  if (is_change) Q_EMIT selection_changed(view);
}

void ViewGrid::fit(const QSize& visible) {
  int best_columns = 4, best_width = 0;
  for (const int columns : {8, 4, 2, 1}) {
    const int rows = kNumAnchors / columns;
    const int by_width = (visible.width() - (columns - 1) * kGap) / columns;
    const int by_height = cell_width_for_height((visible.height() - (rows - 1) * kGap) / rows);
    const int width = std::min(by_width, by_height);
    if (width > best_width) {
      best_width = width;
      best_columns = columns;
    }
  }
  if (best_width < kMinCellWidth) {
    // Too small for all eight: as many columns as fit, and the board scrolls.
    const int width = visible.width() - style()->pixelMetric(QStyle::PM_ScrollBarExtent);
    best_columns = width >= 4 * kMinCellWidth + 3 * kGap ? 4 : width >= 2 * kMinCellWidth + kGap ? 2 : 1;
    best_width = std::max(kMinCellWidth, (width - (best_columns - 1) * kGap) / best_columns);
  }
  num_columns_ = best_columns;
  cell_width_ = std::min(best_width, kMaxCellWidth);
  const int rows = kNumAnchors / num_columns_;
  size_hint_ = QSize(num_columns_ * cell_width_ + (num_columns_ - 1) * kGap,
                     rows * cell_height(cell_width_) + (rows - 1) * kGap);
  resize(size_hint_);
  lay_out();
  updateGeometry();
}

QRect ViewGrid::cell_rect(int anchor) const {
  const int row = anchor / num_columns_, column = anchor % num_columns_;
  return {column * (cell_width_ + kGap), row * (cell_height(cell_width_) + kGap), cell_width_,
          cell_height(cell_width_)};
}

void ViewGrid::lay_out() {
  const int large = cell_width_ - 2 * kPad, small = small_side(cell_width_);
  for (int view = 0; view < kNumViews; ++view) {
    const QPoint origin = cell_rect(view / kViewsPerAnchor).topLeft() + QPoint(kPad, kPad);
    const int place = view % kViewsPerAnchor;
    Tile* tile = tiles_[static_cast<std::size_t>(view)];
    if (place == 0) {
      tile->setGeometry(QRect(origin, QSize(large, large)));
    } else {
      // The last small tile ends where the large one ends.
      const int x = place == 3 ? large - small : (place - 1) * (small + kSmallGap);
      tile->setGeometry(QRect(origin + QPoint(x, large + kSmallGap), QSize(small, small)));
    }
  }
  update();
}

void ViewGrid::resizeEvent(QResizeEvent*) { lay_out(); }

void ViewGrid::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  for (int anchor = 0; anchor < kNumAnchors; ++anchor) {
    const QRectF cell = cell_rect(anchor);
    painter.setPen(Qt::NoPen);
    painter.setBrush(palette().color(QPalette::Base));
    painter.drawRoundedRect(cell, 7, 7);
    if (anchor != selected_ / kViewsPerAnchor) continue;
    QColor ring = palette().color(QPalette::Highlight);
    if (selected_ % kViewsPerAnchor != 0) ring.setAlpha(110);
    painter.setPen(QPen(ring, 2.0));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(cell.adjusted(1, 1, -1, -1), 6, 6);
  }
}

void ViewGrid::keyPressEvent(QKeyEvent* event) {
  const bool is_anchor = selected_ % kViewsPerAnchor == 0;
  const int step = is_anchor ? kViewsPerAnchor : 1;
  if (event->key() == Qt::Key_Right) return select(selected_ + step);
  if (event->key() == Qt::Key_Left) return select(selected_ - step);
  if (event->key() == Qt::Key_Down) {
    // From a large tile to the small ones below it, then to the next row.
    return select(is_anchor && (event->modifiers() & Qt::ShiftModifier) ? selected_ + 1
                                                                        : selected_ + num_columns_ * kViewsPerAnchor);
  }
  if (event->key() == Qt::Key_Up) {
    return select(is_anchor ? selected_ - num_columns_ * kViewsPerAnchor
                            : selected_ / kViewsPerAnchor * kViewsPerAnchor);
  }
  if (event->key() == Qt::Key_Space && !event->isAutoRepeat()) {
    Q_EMIT play_wanted();
    return;
  }
  const bool is_digit = event->key() >= Qt::Key_1 && event->key() <= Qt::Key_8;
  if (is_digit && !(event->modifiers() & Qt::KeypadModifier)) {
    return select((event->key() - Qt::Key_1) * kViewsPerAnchor);
  }
  QWidget::keyPressEvent(event);
}

}  // namespace ui
