// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget>
#include <vector>

#include "ui/pipeline_controller.h"

namespace ui {

/// How far each view differs from the finished surface: one bar a view, in azimuth order, and the means in words.
class AgreementChart : public QWidget {
  Q_OBJECT

 public:
  explicit AgreementChart(PipelineController& controller, QWidget* parent = nullptr);
  QSize sizeHint() const override { return {200, 62}; }
  QSize minimumSizeHint() const override { return {120, 88}; }

 protected:
  void paintEvent(QPaintEvent* event) override;
  bool event(QEvent* event) override;

 private:
  void refresh();
  QRectF bar_slot(std::size_t index) const;

  PipelineController& controller_;
  std::vector<core::mesh::Disagreement> rows_;
};

}  // namespace ui
