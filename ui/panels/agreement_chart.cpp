// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/panels/agreement_chart.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>

#include "core/views/view.h"

namespace ui {
namespace {

constexpr double kChartHeight = 32.0;
constexpr float kFullBar_deg = 8.0f;

}  // namespace

AgreementChart::AgreementChart(PipelineController& controller, QWidget* parent)
    : QWidget(parent), controller_(controller) {
  setAccessibleName(tr("Agreement of views and surface"));
  connect(&controller_, &PipelineController::surface_changed, this, &AgreementChart::refresh);
  connect(&controller_, &PipelineController::choices_changed, this, &AgreementChart::refresh);
  connect(&controller_, &PipelineController::opened, this, &AgreementChart::refresh);
}

void AgreementChart::refresh() {
  const auto& surface = controller_.workspace().surface;
  rows_ = surface ? surface->surface->disagreement : std::vector<core::mesh::Disagreement>{};
  update();
}

QRectF AgreementChart::bar_slot(std::size_t index) const {
  const double step = static_cast<double>(width()) / static_cast<double>(std::max<std::size_t>(1, rows_.size()));
  return {static_cast<double>(index) * step, 0.0, step, kChartHeight};
}

void AgreementChart::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const QColor normals_ink = palette().color(QPalette::Highlight), outline_ink = palette().color(QPalette::Link);
  painter.setPen(palette().color(QPalette::Button));
  painter.drawLine(QPointF(0, kChartHeight), QPointF(width(), kChartHeight));
  double normals = 0.0, outlines = 0.0;
  int num_normals = 0;
  painter.setPen(Qt::NoPen);
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    const auto& row = rows_[i];
    if (row.normal_deg > 0.0f) {
      normals += static_cast<double>(row.normal_deg);
      ++num_normals;
    }
    outlines += static_cast<double>(row.outline_px);
    const QRectF slot = bar_slot(i);
    const bool has_normals = row.normal_deg > 0.0f;
    const double share =
        has_normals ? static_cast<double>(row.normal_deg / kFullBar_deg) : static_cast<double>(row.outline_px) / 3.0;
    const double height = std::max(2.0, std::min(1.0, share) * (kChartHeight - 4));
    QColor ink = has_normals ? normals_ink : outline_ink;
    if (row.dropped) ink.setAlpha(90);
    painter.setBrush(ink);
    painter.drawRoundedRect(QRectF(slot.left() + 1, kChartHeight - height, std::max(2.0, slot.width() - 2), height), 1,
                            1);
  }
  const QRectF line(0, kChartHeight + 8, width(), height() - kChartHeight - 8);
  if (rows_.empty()) {
    painter.setPen(palette().color(QPalette::PlaceholderText));
    painter.drawText(line, Qt::AlignLeft | Qt::AlignTop, tr("known after the surface is solved"));
    return;
  }
  const QString left = tr("normals %1").arg(num_normals ? normals / num_normals : 0.0, 0, 'f', 1) + QChar(0xb0);
  painter.setPen(normals_ink);
  painter.drawText(line, Qt::AlignLeft | Qt::AlignTop, left);
  painter.setPen(outline_ink);
  painter.drawText(line.adjusted(fontMetrics().horizontalAdvance(left) + 14, 0, 0, 0), Qt::AlignLeft | Qt::AlignTop,
                   tr("outlines %1 px").arg(outlines / static_cast<double>(rows_.size()), 0, 'f', 1));
}

bool AgreementChart::event(QEvent* event) {
  if (event->type() == QEvent::ToolTip) {
    const auto* help = static_cast<QHelpEvent*>(event);
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      if (!bar_slot(i).contains(help->pos())) continue;
      const auto& row = rows_[i];
      QString words = tr("%1: normals %2°, outline %3 px")
                          .arg(QString::fromStdString(core::views::view_name(row.view)))
                          .arg(static_cast<double>(row.normal_deg), 0, 'f', 1)
                          .arg(static_cast<double>(row.outline_px), 0, 'f', 1);
      if (row.dropped) words += tr(" (left out: it contradicts the rest)");
      QToolTip::showText(help->globalPos(), words, this);
      return true;
    }
  }
  return QWidget::event(event);
}

}  // namespace ui
