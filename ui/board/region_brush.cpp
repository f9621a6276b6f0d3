// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/board/region_brush.h"

#include <QKeyEvent>
#include <algorithm>

namespace ui {

RegionBrush::RegionBrush(QWidget* parent) : TileBrush(parent) {
  draw_ = new QPushButton(tr("Draw again"), this);
  draw_->setToolTip(tr("Draws what is painted over again, from a new seed; the rest stays as it is (Enter)"));
  draw_->setFocusPolicy(Qt::NoFocus);
  draw_->setCursor(Qt::ArrowCursor);
  connect(draw_, &QPushButton::clicked, this, &RegionBrush::draw_again);
}

void RegionBrush::open(const TileState& state, const QRect& tile) {
  setAccessibleName(tr("Part of %1 to draw again").arg(view_label(state.view)));
  draw_->setEnabled(false);
  open_over(state, tile);
  const QRectF sheet = paper();
  draw_->adjustSize();
  draw_->move(static_cast<int>(sheet.right()) - draw_->width() - 6,
              static_cast<int>(sheet.bottom()) - draw_->height() - 6);
}

core::image::Image8 RegionBrush::first_coverage(const core::image::Image8& rgba) const {
  return {rgba.width(), rgba.height(), 1};
}

bool RegionBrush::adds(Qt::MouseButton button, bool) const { return button == Qt::LeftButton; }

void RegionBrush::finish_stroke() {
  const auto values = coverage().data();
  draw_->setEnabled(std::any_of(values.begin(), values.end(), [](std::uint8_t value) { return value > 0; }));
}

QString RegionBrush::hint() const {
  return tr(
      "Paint over what should be drawn again, then press Enter. Right button takes back, wheel sizes the brush, "
      "Esc ends.");
}

void RegionBrush::draw_again() {
  if (!draw_->isEnabled()) return;
  const core::image::Image8 mask = coverage();
  end();
  Q_EMIT region_painted(view(), mask);
}

void RegionBrush::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) return draw_again();
  TileBrush::keyPressEvent(event);
}

}  // namespace ui
