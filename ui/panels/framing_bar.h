// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QDoubleSpinBox>
#include <QPushButton>
#include <QWidget>

#include "core/views/framing.h"

namespace ui {

/// The framing by hand in numbers: size and place in percent of the canvas, turn in degrees, and back to automatic.
class FramingBar : public QWidget {
  Q_OBJECT

 public:
  explicit FramingBar(QWidget* parent = nullptr);

  /// @param ratio  that the object has on the canvas: the source may have no room for the framing's
  void show_framing(const core::views::Framing& framing, float ratio);

 Q_SIGNALS:
  void typed(const core::views::Framing& framing);
  void reset();

 private:
  void tell();

  core::views::Framing framing_;
  QDoubleSpinBox *size_, *x_, *y_, *turn_;
  QPushButton* reset_;
};

}  // namespace ui
