// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/board/tile.h"

#include <QContextMenuEvent>
#include <QMimeData>
#include <QMouseEvent>
#include <cmath>

#include "core/views/normal_map.h"
#include "ui/appearance.h"
#include "ui/dropped.h"

namespace ui {

Tile::Tile(int view, QWidget* parent) : QWidget(parent) {
  state_.view = view;
  setAcceptDrops(is_large());
  setCursor(Qt::PointingHandCursor);
  setAccessibleName(describe(state_));
  if (!is_large()) return;
  reroll_ = new QToolButton(this);
  reroll_->setIcon(icon(QStringLiteral("reroll"), QColor(0x1f, 0x21, 0x26)));
  reroll_->setProperty("paper", true);
  reroll_->setFocusPolicy(Qt::NoFocus);
  reroll_->setToolTip(tr("Re-roll: draw this view again from a new seed (R)"));
  reroll_->setAccessibleName(tr("Re-roll %1").arg(view_label(view)));
  reroll_->hide();
  connect(reroll_, &QToolButton::clicked, this, [this] { Q_EMIT reroll_wanted(state_.view); });
}

void Tile::show_state(const TileState& state) {
  if (state == state_) return;
  const bool is_same_picture =
      state.picture == state_.picture && state.preview == state_.preview && state.own_normals == state_.own_normals;
  if (!is_same_picture) picture_ = {};
  state_ = state;
  const QString words = describe(state_);
  setAccessibleName(words);
  setToolTip(words);
  if (reroll_ != nullptr) {
    reroll_->setVisible(state_.picture && !state_.is_photo && !state_.is_own && !state_.is_locked &&
                        state_.phase != TileState::Phase::Working && state_.phase != TileState::Phase::Waiting);
  }
  look_changed();
}

void Tile::set_mode(TileMode mode) {
  if (mode == mode_) return;
  mode_ = mode;
  picture_ = {};
  look_changed();
}

void Tile::set_selected(bool is_selected) {
  if (is_selected == is_selected_) return;
  is_selected_ = is_selected;
  look_changed();
}

void Tile::set_stand_in(core::views::ViewPtr picture) {
  if (picture == stand_in_) return;
  stand_in_ = std::move(picture);
  picture_ = {};
  look_changed();
}

void Tile::set_heat_map(core::views::ViewPtr picture) {
  if (picture == heat_map_) return;
  heat_map_ = std::move(picture);
  picture_ = {};
  look_changed();
}

void Tile::set_spin(double spin) {
  if (state_.phase != TileState::Phase::Working) return;
  spin_ = spin;
  look_changed();
}

void Tile::look_changed() {
  painted_ = {};
  update();
}

/// The view as the surface looks at it.
core::views::ViewPtr Tile::with_own_normals(const core::views::ViewPtr& view) const {
  if (mode_ != TileMode::Normals || !state_.own_normals || view != state_.picture || !view) return view;
  auto laid = std::make_shared<core::views::View>(*view);
  core::views::lay_normals(state_.own_normals->rgba, *laid);
  return laid;
}

/// Most paintings are for others' sake (a neighbour, a window that goes): those copy what is there.
void Tile::paintEvent(QPaintEvent*) {
  const QSize size_px = (QSizeF(size()) * devicePixelRatioF()).toSize();
  if (painted_.size() != size_px) {
    painted_ = QPixmap(size_px);
    painted_.setDevicePixelRatio(devicePixelRatioF());
    painted_.fill(Qt::transparent);
    QPainter painter(&painted_);
    painter.setFont(font());
    paint_anew(painter);
  }
  QPainter(this).drawPixmap(0, 0, painted_);
}

void Tile::paint_anew(QPainter& painter) {
  const core::views::ViewPtr& shown = stand_in_ ? stand_in_ : heat_map_ ? heat_map_ : shown_on_tile(state_, mode_);
  const int side_px = static_cast<int>(std::lround(std::min(width(), height()) * devicePixelRatioF()));
  if (picture_.isNull() || picture_.width() != side_px) picture_ = tile_pixmap(with_own_normals(shown), mode_, side_px);
  TileLook look;
  look.rect = QRectF(rect());
  look.picture = picture_;
  look.is_large = is_large();
  look.is_preview = shown && shown == state_.preview;
  look.is_hovered = is_hovered_;
  // A selected anchor is framed by its whole cell.
  look.is_selected = is_selected_ && !is_large();
  look.is_drop_target = is_drop_target_;
  look.spin = spin_;
  badge_ = paint_tile(painter, state_, look, palette());
}

void Tile::place_button() {
  if (reroll_ == nullptr) return;
  const QSize size(28, 22);
  reroll_->setGeometry(QRect(QPoint(width() - size.width() - 5, height() - size.height() - 5), size));
  reroll_->setIconSize(QSize(14, 14));
}

void Tile::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) look_changed();
}

void Tile::resizeEvent(QResizeEvent*) { place_button(); }

void Tile::enterEvent(QEnterEvent*) {
  is_hovered_ = true;
  look_changed();
}

void Tile::leaveEvent(QEvent*) {
  is_hovered_ = false;
  look_changed();
}

void Tile::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return;
  Q_EMIT pressed(state_.view);
  if (badge_.contains(event->position())) Q_EMIT badge_pressed(state_.view);
}

void Tile::mouseDoubleClickEvent(QMouseEvent* event) {
  if (event->button() == Qt::LeftButton && !badge_.contains(event->position())) Q_EMIT double_clicked(state_.view);
}

void Tile::contextMenuEvent(QContextMenuEvent* event) {
  Q_EMIT pressed(state_.view);
  Q_EMIT menu_wanted(state_.view, event->globalPos());
}

void Tile::dragEnterEvent(QDragEnterEvent* event) {
  if (!holds_picture(*event->mimeData())) return;
  is_drop_target_ = true;
  event->acceptProposedAction();
  look_changed();
}

void Tile::dragLeaveEvent(QDragLeaveEvent*) {
  is_drop_target_ = false;
  look_changed();
}

void Tile::dropEvent(QDropEvent* event) {
  is_drop_target_ = false;
  look_changed();
  const Dropped dropped = picture_from(*event->mimeData());
  if (!dropped.path.isEmpty()) {
    Q_EMIT file_dropped(state_.view, dropped.path);
  } else if (!dropped.image.isNull()) {
    Q_EMIT image_dropped(state_.view, dropped.image);
  } else {
    return;
  }
  event->acceptProposedAction();
}

}  // namespace ui
