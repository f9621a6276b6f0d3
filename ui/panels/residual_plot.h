// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QTimer>
#include <QWidget>
#include <vector>

#include "ui/pipeline_controller.h"

namespace ui {

/// How the losses of a solve fall while it runs: one curve for the normals and one for the outlines, each as a share of
/// its own maximum, over the steps of all levels; a line where a finer level begins. Stays until the next solve begins.
class ResidualPlot : public QWidget {
  Q_OBJECT

 public:
  explicit ResidualPlot(PipelineController& controller, QWidget* parent = nullptr);
  QSize sizeHint() const override { return {200, 64}; }
  QSize minimumSizeHint() const override { return {120, 64}; }

  const std::vector<core::reconstruct::Residual>& rows() const { return rows_; }
  void add(const core::reconstruct::Residual& residual);
  void clear();

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QPolygonF curve(float core::reconstruct::Residual::*loss, const QRectF& place) const;

  std::vector<core::reconstruct::Residual> rows_;
  QTimer repaint_;  ///< gathers what comes within its time into one painting
};

}  // namespace ui
