// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QLabel>

namespace ui {

/// Quiet words that take the room that is left, right-aligned, and end in an ellipsis where there is too little. The
/// whole text is in the tooltip.
class ElidedLabel : public QLabel {
  Q_OBJECT

 public:
  explicit ElidedLabel(QWidget* parent = nullptr);
  QSize sizeHint() const override { return {40, QLabel::sizeHint().height()}; }
  QSize minimumSizeHint() const override { return {20, QLabel::minimumSizeHint().height()}; }

 protected:
  void paintEvent(QPaintEvent* event) override;
};

}  // namespace ui
