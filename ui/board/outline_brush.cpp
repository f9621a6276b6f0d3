// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/board/outline_brush.h"

#include <QPainter>

namespace ui {

void OutlineBrush::open(const TileState& state, const core::views::ViewPtr& front, const QRect& tile) {
  guides_ = front ? core::image::alpha_box(front->rgba, 127) : core::image::AlphaBox{};
  setAccessibleName(tr("Outline of %1").arg(view_label(state.view)));
  open_over(state, tile);
}

void OutlineBrush::revert() {
  if (state().picture) revert_to(state().picture->rgba);
}

core::image::Image8 OutlineBrush::first_coverage(const core::image::Image8& rgba) const {
  return core::image::alpha_of(rgba);
}

bool OutlineBrush::adds(Qt::MouseButton button, bool is_inside) const { return button == Qt::LeftButton && is_inside; }

void OutlineBrush::finish_stroke() { Q_EMIT painted(view(), coverage()); }

void OutlineBrush::paint_guides(QPainter& painter) {
  if (guides_.is_empty()) return;
  painter.setPen(QPen(QColor(0x70, 0x75, 0x7f, 140), 1.0, Qt::DashLine));
  for (const int y : {guides_.top, guides_.bottom}) {
    const double at = from_canvas(QPointF(0, y)).y();
    painter.drawLine(QPointF(paper().left(), at), QPointF(paper().right(), at));
  }
}

QString OutlineBrush::hint() const {
  return tr(
      "From inside push the outline out, from outside push it in. Right button cuts, wheel sizes the brush, Esc ends.");
}

}  // namespace ui
