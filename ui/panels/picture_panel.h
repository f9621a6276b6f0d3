// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QLabel>
#include <QSlider>
#include <QStackedWidget>
#include <QWidget>

#include "ui/edits.h"
#include "ui/panels/cut_out_canvas.h"
#include "ui/panels/findings_list.h"
#include "ui/panels/framing_bar.h"

namespace ui {

/// The picture with its cut-out, the tools that correct the cut-out (brushes, a box) and place it on its canvas, and
/// what is amiss with the picture.
class PicturePanel : public QWidget {
  Q_OBJECT

 public:
  PicturePanel(PipelineController& controller, Edits& edits, QWidget* parent = nullptr);

 private:
  void add_tools(QHBoxLayout& line);
  void add_settings_of_tools();
  void connect_canvas(Edits& edits);
  void choose_tool(CutOutCanvas::Tool tool);
  void apply(FindingsList::Remedy remedy);
  void refresh();
  QString words() const;

  PipelineController& controller_;
  Edits& edits_;
  CutOutCanvas* canvas_;
  QButtonGroup* tools_;
  QStackedWidget* settings_;  ///< of the chosen tool
  QWidget *no_settings_, *brush_settings_;
  QSlider *brush_size_, *brush_softness_;
  FramingBar* framing_;
  FindingsList* findings_;
  QLabel* words_;
};

}  // namespace ui
