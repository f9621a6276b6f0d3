// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QPointF>
#include <QPolygonF>
#include <QRectF>
#include <QTransform>

#include "core/views/framing.h"

namespace ui {

/// The frame around the object on a canvas of the screen, and what a drag of one of its parts makes of the framing.
/// Pure geometry.
class FrameGesture {
 public:
  enum class Part { None, Move, Scale, Turn };

  /// @param canvas      square, on the screen
  /// @param framing     how the object lies on it
  /// @param box_aspect  of the object's box, which is as the framing turns it: width over height
  FrameGesture(const QRectF& canvas, const core::views::Framing& framing, double box_aspect);

  /// Corners of the frame as another framing would have it, clockwise from the top left.
  QPolygonF frame(const core::views::Framing& framing) const;
  /// The four corners scale, the knob above the frame turns, what is inside moves.
  QPointF knob(const core::views::Framing& framing) const;
  Part part_at(const QPointF& point) const;
  /// The framing after a drag, within its limits.
  /// @param is_stepped  turns in steps of 15 degrees, moves along one axis
  core::views::Framing dragged(Part part, const QPointF& from, const QPointF& to, bool is_stepped) const;
  /// How what is shown with the first framing is drawn with another: turned and scaled about the object's middle.
  QTransform to(const core::views::Framing& framing) const;

 private:
  QPointF middle(const core::views::Framing& framing) const;

  QRectF canvas_;
  core::views::Framing framing_;
  QSizeF box_;  ///< of the object at the first framing, on the screen
};

}  // namespace ui
