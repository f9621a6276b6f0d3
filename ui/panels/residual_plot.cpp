// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/panels/residual_plot.h"

#include <QPainter>
#include <algorithm>

namespace ui {
namespace {

using core::reconstruct::Residual;

constexpr int kRepaint_ms = 200;
constexpr double kPlotHeight = 38.0;

}  // namespace

ResidualPlot::ResidualPlot(PipelineController& controller, QWidget* parent) : QWidget(parent) {
  setAccessibleName(tr("Losses of the solve"));
  setToolTip(
      tr("How far rays through the surface are off, step by step, each curve as a share of its maximum. A line marks "
         "where a finer level begins."));
  repaint_.setSingleShot(true);
  repaint_.setInterval(kRepaint_ms);
  connect(&repaint_, &QTimer::timeout, this, QOverload<>::of(&QWidget::update));
  connect(&controller, &PipelineController::residual_changed, this, &ResidualPlot::add);
  connect(&controller, &PipelineController::opened, this, &ResidualPlot::clear);
}

void ResidualPlot::clear() {
  rows_.clear();
  update();
}

void ResidualPlot::add(const Residual& residual) {
  if (!rows_.empty() && residual.step <= rows_.back().step) rows_.clear();  // another solve
  rows_.push_back(residual);
  if (!repaint_.isActive()) repaint_.start();
}

QPolygonF ResidualPlot::curve(float Residual::*loss, const QRectF& place) const {
  float most = 1e-9f;
  for (const Residual& row : rows_) most = std::max(most, row.*loss);
  QPolygonF points;
  for (const Residual& row : rows_) {
    points << QPointF(place.left() + place.width() * row.step / std::max(1, row.num_steps),
                      place.bottom() - place.height() * static_cast<double>(row.*loss / most));
  }
  return points;
}

void ResidualPlot::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const QRectF place(0.5, 2.5, width() - 1, kPlotHeight);
  const QRectF words(0, place.bottom() + 5, width(), height() - place.bottom() - 5);
  painter.setPen(palette().color(QPalette::Button));
  painter.drawLine(place.bottomLeft(), place.bottomRight());
  if (rows_.empty()) {
    painter.setPen(palette().color(QPalette::PlaceholderText));
    painter.drawText(words, Qt::AlignLeft | Qt::AlignTop, tr("losses, while the surface is solved"));
    return;
  }
  painter.setPen(QPen(palette().color(QPalette::PlaceholderText), 1.0, Qt::DotLine));
  for (std::size_t i = 1; i < rows_.size(); ++i) {
    if (rows_[i].resolution == rows_[i - 1].resolution) continue;
    const double x = place.left() + place.width() * rows_[i - 1].step / std::max(1, rows_[i].num_steps);
    painter.drawLine(QPointF(x, place.top()), QPointF(x, place.bottom()));
  }
  const QColor normals_ink = palette().color(QPalette::Highlight), outline_ink = palette().color(QPalette::Link);
  painter.setPen(QPen(normals_ink, 1.5));
  painter.drawPolyline(curve(&Residual::normal_loss, place));
  painter.setPen(QPen(outline_ink, 1.5));
  painter.drawPolyline(curve(&Residual::outline_loss, place));
  const Residual& last = rows_.back();
  const QString left = tr("normals %1").arg(static_cast<double>(last.normal_loss), 0, 'g', 2);
  const QString right = tr("outlines %1").arg(static_cast<double>(last.outline_loss), 0, 'g', 2);
  painter.setPen(normals_ink);
  painter.drawText(words, Qt::AlignLeft | Qt::AlignTop, left);
  painter.setPen(outline_ink);
  painter.drawText(words.adjusted(fontMetrics().horizontalAdvance(left) + 14, 0, 0, 0), Qt::AlignLeft | Qt::AlignTop,
                   right);
  painter.setPen(palette().color(QPalette::PlaceholderText));
  painter.drawText(words, Qt::AlignRight | Qt::AlignTop, QString::number(last.resolution) + QChar(0xb3));
}

}  // namespace ui
