// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QButtonGroup>
#include <QScrollArea>
#include <QWidget>

#include "ui/board/flip_book.h"
#include "ui/board/outline_brush.h"
#include "ui/board/region_brush.h"
#include "ui/board/variant_tray.h"
#include "ui/board/view_grid.h"

namespace ui {

/// The view board: a switch for what the tiles show, the eight cells, and the variants of the selected view.
class BoardPanel : public QWidget {
  Q_OBJECT

 public:
  explicit BoardPanel(PipelineController& controller, QWidget* parent = nullptr);

  ViewGrid& grid() { return *grid_; }
  VariantTray& tray() { return *tray_; }
  int selected() const { return grid_->selected(); }
  TileMode mode() const { return mode_; }
  void set_mode(TileMode mode);
  /// While true the selected tile shows the variant before the chosen one.
  void set_comparing(bool is_comparing);
  void toggle_play();
  /// Opens the outline brush over a view that is drawn.
  void open_outline(int view);
  OutlineBrush& outline_brush() { return *outline_brush_; }
  /// Opens the brush that marks a part of a view that is drawn.
  void open_region(int view);
  RegionBrush& region_brush() { return *region_brush_; }
  /// What is shown now of a view, for the viewport and the clipboard.
  core::views::ViewPtr shown(int view) const { return grid_->states()[static_cast<std::size_t>(view)].picture; }

 Q_SIGNALS:
  void selection_changed(int view);

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void refresh();
  void end_brushes();
  QRect place_of(int view);
  void show_selected();
  void fit_grid();

  PipelineController& controller_;
  TileMode mode_ = TileMode::Color;
  QButtonGroup* modes_;
  QScrollArea* scroll_;
  ViewGrid* grid_;
  VariantTray* tray_;
  FlipBook* flip_book_;
  OutlineBrush* outline_brush_;
  RegionBrush* region_brush_;
};

}  // namespace ui
