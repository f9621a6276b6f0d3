// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
// What hands do in the viewport.
#include <QKeyEvent>
#include <QMouseEvent>
#include <QNativeGestureEvent>
#include <QWheelEvent>
#include <cmath>

#include "ui/viewport/viewport_widget.h"

namespace ui::viewport {
namespace {

constexpr float kZoomPerNotch = 1.15f;
constexpr float kNotch = 120.0f;  ///< angleDelta of one step of a wheel

glm::vec2 as_glm(const QPointF& point) { return {static_cast<float>(point.x()), static_cast<float>(point.y())}; }

}  // namespace

void ViewportWidget::mousePressEvent(QMouseEvent* event) {
  if (drag_ != Drag::None) return;
  last_position_ = event->position();
  if (overlay_) {
    overlay_->pointer_moved(event->position());
    if (overlay_->has_pointer()) {
      if (event->button() != Qt::LeftButton) return;
      overlay_->button_changed(true);
      drag_ = Drag::Overlay;
      update();
      return;
    }
  }
  const bool is_turning = event->button() == Qt::LeftButton || event->button() == Qt::MiddleButton;
  if (event->button() == Qt::RightButton || (is_turning && event->modifiers().testFlag(Qt::ShiftModifier))) {
    drag_ = Drag::Pan;
  } else if (is_turning) {
    drag_ = Drag::Orbit;
  }
}

void ViewportWidget::mouseMoveEvent(QMouseEvent* event) {
  const glm::vec2 delta = as_glm(event->position() - last_position_);
  last_position_ = event->position();
  if (drag_ == Drag::Orbit || drag_ == Drag::Pan) {
    if (drag_ == Drag::Orbit) {
      control_.orbit(delta);
    } else {
      control_.pan(delta, logical_size());
    }
    end_look_through();
    camera_moved();
    return;
  }
  if (!overlay_) return;
  overlay_->pointer_moved(event->position());
  const bool is_over = overlay_->has_pointer();
  setCursor(is_over ? Qt::PointingHandCursor : Qt::ArrowCursor);
  if (is_over || was_over_overlay_) update();
  was_over_overlay_ = is_over;
}

void ViewportWidget::mouseReleaseEvent(QMouseEvent* event) {
  if (drag_ == Drag::Overlay && event->button() == Qt::LeftButton && overlay_) {
    overlay_->pointer_moved(event->position());
    overlay_->button_changed(false);
    update();
  }
  if (event->buttons() == Qt::NoButton) drag_ = Drag::None;
}

void ViewportWidget::leaveEvent(QEvent* event) {
  if (overlay_) overlay_->pointer_left();
  was_over_overlay_ = false;
  update();
  QOpenGLWidget::leaveEvent(event);
}

void ViewportWidget::zoom(const QPointF& position, float factor) {
  control_.zoom_to(as_glm(position), factor, logical_size());
  camera_moved();
}

void ViewportWidget::wheelEvent(QWheelEvent* event) {
  const int turn = event->angleDelta().y() != 0 ? event->angleDelta().y() : event->angleDelta().x();
  if (turn != 0) zoom(event->position(), std::pow(kZoomPerNotch, static_cast<float>(turn) / kNotch));
  event->accept();
}

bool ViewportWidget::event(QEvent* event) {
  if (event->type() == QEvent::NativeGesture) {
    const auto* gesture = static_cast<QNativeGestureEvent*>(event);
    if (gesture->gestureType() == Qt::ZoomNativeGesture) {
      zoom(gesture->position(), std::exp(static_cast<float>(gesture->value())));
      return true;
    }
  }
  return QOpenGLWidget::event(event);
}

void ViewportWidget::keyPressEvent(QKeyEvent* event) {
  using render::StandardView;
  const bool is_keypad = event->modifiers().testFlag(Qt::KeypadModifier);
  const bool is_opposite = event->modifiers().testFlag(Qt::ControlModifier);
  if (event->key() == Qt::Key_F && event->modifiers() == Qt::NoModifier) {
    frame_mesh();
  } else if (is_keypad && event->key() == Qt::Key_1) {
    turn_to(is_opposite ? StandardView::Back : StandardView::Front);
  } else if (is_keypad && event->key() == Qt::Key_3) {
    turn_to(is_opposite ? StandardView::Left : StandardView::Right);
  } else if (is_keypad && event->key() == Qt::Key_7) {
    turn_to(is_opposite ? StandardView::Bottom : StandardView::Top);
  } else if (is_keypad && event->key() == Qt::Key_5) {
    set_orthographic(!is_orthographic());
  } else {
    QOpenGLWidget::keyPressEvent(event);
  }
}

}  // namespace ui::viewport
