// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/panels/frame_gesture.h"

#include <QLineF>
#include <algorithm>
#include <cmath>

namespace ui {
namespace {

using core::views::Framing;

constexpr double kHandleReach = 10.0;  ///< pixels of the screen
constexpr double kKnobDistance = 18.0;
constexpr float kTurnStep_deg = 15.0f;

double degrees_of(const QPointF& away) { return -QLineF(QPointF(), away).angle(); }  // clockwise

}  // namespace

FrameGesture::FrameGesture(const QRectF& canvas, const Framing& framing, double box_aspect)
    : canvas_(canvas), framing_(framing) {
  const double longer = canvas.width() * static_cast<double>(framing.ratio);
  box_ = box_aspect >= 1.0 ? QSizeF(longer, longer / box_aspect) : QSizeF(longer * box_aspect, longer);
}

QPointF FrameGesture::middle(const Framing& framing) const {
  return canvas_.center() + canvas_.width() * QPointF(static_cast<double>(framing.x), static_cast<double>(framing.y));
}

QTransform FrameGesture::to(const Framing& framing) const {
  const QPointF before = middle(framing_), after = middle(framing);
  const double scale = static_cast<double>(framing.ratio / framing_.ratio);
  QTransform transform;
  transform.translate(after.x(), after.y());
  transform.rotate(static_cast<double>(framing.turn_deg - framing_.turn_deg));
  transform.scale(scale, scale);
  transform.translate(-before.x(), -before.y());
  return transform;
}

QPolygonF FrameGesture::frame(const Framing& framing) const {
  const QRectF box(middle(framing_) - QPointF(box_.width() / 2, box_.height() / 2), box_);
  const QPolygonF corners(QList<QPointF>{box.topLeft(), box.topRight(), box.bottomRight(), box.bottomLeft()});
  return to(framing).map(corners);
}

QPointF FrameGesture::knob(const Framing& framing) const {
  const QPolygonF corners = frame(framing);
  const QPointF top = (corners[0] + corners[1]) / 2;
  const QLineF up((corners[2] + corners[3]) / 2, top);
  // Inside the frame where there is no room above it.
  const QPointF above = top + QPointF(up.dx(), up.dy()) / std::max(1.0, up.length()) * kKnobDistance;
  return canvas_.contains(above) ? above : 2 * top - above;
}

FrameGesture::Part FrameGesture::part_at(const QPointF& point) const {
  const auto is_near = [&](const QPointF& handle) { return QLineF(point, handle).length() <= kHandleReach; };
  const QPolygonF corners = frame(framing_);
  if (is_near(knob(framing_))) return Part::Turn;
  if (std::any_of(corners.begin(), corners.end(), is_near)) return Part::Scale;
  return corners.containsPoint(point, Qt::OddEvenFill) ? Part::Move : Part::None;
}

Framing FrameGesture::dragged(Part part, const QPointF& from, const QPointF& to, bool is_stepped) const {
  Framing framing = framing_;
  const QPointF center = middle(framing_);
  if (part == Part::Move) {
    QPointF way = (to - from) / canvas_.width();
    if (is_stepped) (std::abs(way.x()) > std::abs(way.y()) ? way.ry() : way.rx()) = 0.0;
    framing.x += static_cast<float>(way.x());
    framing.y += static_cast<float>(way.y());
  } else if (part == Part::Scale) {
    const double before = std::max(1.0, QLineF(center, from).length());
    framing.ratio *= static_cast<float>(QLineF(center, to).length() / before);
  } else if (part == Part::Turn) {
    const double turn = std::remainder(degrees_of(to - center) - degrees_of(from - center), 360.0);
    framing.turn_deg = std::remainder(framing.turn_deg + static_cast<float>(turn), 360.0f);
    if (is_stepped) framing.turn_deg = kTurnStep_deg * std::round(framing.turn_deg / kTurnStep_deg);
  }
  return core::views::within_limits(framing);
}

}  // namespace ui
