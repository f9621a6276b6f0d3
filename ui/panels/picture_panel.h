// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QButtonGroup>
#include <QLabel>
#include <QSlider>
#include <QWidget>

#include "ui/edits.h"
#include "ui/panels/cut_out_canvas.h"

namespace ui {

/// The picture with its cut-out, and the tools that correct the cut-out: brushes and a box.
class PicturePanel : public QWidget {
  Q_OBJECT

 public:
  PicturePanel(PipelineController& controller, Edits& edits, QWidget* parent = nullptr);

 private:
  void refresh();
  QString words() const;

  PipelineController& controller_;
  CutOutCanvas* canvas_;
  QButtonGroup* tools_;
  QSlider* brush_size_;
  QLabel* words_;
};

}  // namespace ui
