// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QPushButton>
#include <array>
#include <vector>

#include "core/geometry/view_ring.h"
#include "core/project/workspace.h"

namespace ui {

/// A drawing for each anchor; null without.
using SheetDrawings = std::array<core::project::PicturePtr, core::geometry::kNumAnchors>;

/// The anchors that the drawings of a turnaround sheet most likely show, in reading order. @param num_drawings  2..8
std::vector<int> usual_anchors(std::size_t num_drawings);

/// The drawings of a turnaround sheet, each with the tile that it goes to. Can be accepted when one is the front and no
/// tile has two.
class SheetDialog : public QDialog {
  Q_OBJECT

 public:
  explicit SheetDialog(std::vector<core::project::PicturePtr> drawings, QWidget* parent = nullptr);

  /// Gives a drawing to another tile. @param anchor  0..7, or -1 to leave it out
  void assign(std::size_t drawing, int anchor);
  SheetDrawings chosen() const;

 private:
  void refresh();

  std::vector<core::project::PicturePtr> drawings_;
  std::vector<QComboBox*> places_;  ///< one a drawing; their data are anchors
  QLabel* words_;
  QPushButton* accept_;
};

}  // namespace ui
