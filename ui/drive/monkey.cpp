// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/drive/monkey.h"

#include <QApplication>
#include <QDialog>
#include <QDropEvent>
#include <QKeyEvent>
#include <QMimeData>
#include <QMouseEvent>
#include <QPainter>
#include <QTimer>
#include <QWheelEvent>
#include <array>

namespace ui {
namespace {

constexpr int kPause_ms = 2;
constexpr int kStorm = 6;

struct Key {
  Qt::Key key;
  Qt::KeyboardModifiers modifiers;
};
constexpr std::array kKeys = {
    Key{Qt::Key_R, Qt::NoModifier},       Key{Qt::Key_L, Qt::NoModifier},           Key{Qt::Key_C, Qt::NoModifier},
    Key{Qt::Key_O, Qt::NoModifier},       Key{Qt::Key_I, Qt::NoModifier},           Key{Qt::Key_P, Qt::NoModifier},
    Key{Qt::Key_F, Qt::NoModifier},       Key{Qt::Key_Space, Qt::NoModifier},       Key{Qt::Key_Escape, Qt::NoModifier},
    Key{Qt::Key_1, Qt::NoModifier},       Key{Qt::Key_4, Qt::NoModifier},           Key{Qt::Key_8, Qt::NoModifier},
    Key{Qt::Key_Left, Qt::NoModifier},    Key{Qt::Key_Right, Qt::NoModifier},       Key{Qt::Key_Up, Qt::NoModifier},
    Key{Qt::Key_Down, Qt::ShiftModifier}, Key{Qt::Key_Return, Qt::NoModifier},      Key{Qt::Key_Delete, Qt::NoModifier},
    Key{Qt::Key_Tab, Qt::NoModifier},     Key{Qt::Key_BracketLeft, Qt::NoModifier}, Key{Qt::Key_Z, Qt::ControlModifier},
    Key{Qt::Key_Y, Qt::ControlModifier},  Key{Qt::Key_C, Qt::ControlModifier},      Key{Qt::Key_V, Qt::ControlModifier},
    Key{Qt::Key_5, Qt::KeypadModifier},   Key{Qt::Key_7, Qt::KeypadModifier}};

}  // namespace

Monkey::Monkey(MainWindow& window, std::uint32_t seed, int num_events, QObject* parent)
    : QObject(parent), window_(window), random_(seed), num_left_(num_events) {}

void Monkey::schedule() {
  // A dialog that an action opens runs an event loop of its own: the next event is on its way before this one acts.
  QTimer::singleShot(kPause_ms, this, &Monkey::act);
}

void Monkey::act() {
  if (num_left_-- <= 0) {
    if (close_what_is_open()) return schedule();
    Q_EMIT finished();
    return;
  }
  schedule();
  if (close_what_is_open()) return;
  switch (below(16)) {
    case 0:
    case 1:
    case 2:
      return press_key();
    case 3:
      return drop_picture();
    case 4:
      return resize_window();
    case 5:
      return reroll_storm();
    case 6:
      return undo_or_redo();
    case 7:
      return change_option();
    case 8:
      return trigger_action();
    case 9:
      return paint_outline();
    default:
      return use_mouse();
  }
}

bool Monkey::close_what_is_open() {
  if (QWidget* popup = QApplication::activePopupWidget()) {
    popup->close();
    return true;
  }
  QWidget* modal = QApplication::activeModalWidget();
  if (modal == nullptr) return false;
  if (auto* dialog = qobject_cast<QDialog*>(modal)) {
    dialog->reject();
  } else {
    modal->close();
  }
  return true;
}

void Monkey::press_key() {
  const Key key = kKeys[static_cast<std::size_t>(below(static_cast<int>(kKeys.size())))];
  QWidget* target = QApplication::focusWidget() != nullptr ? QApplication::focusWidget() : &window_;
  for (const QEvent::Type type : {QEvent::KeyPress, QEvent::KeyRelease}) {
    QApplication::postEvent(target, new QKeyEvent(type, key.key, key.modifiers));
  }
}

std::pair<QWidget*, QPoint> Monkey::random_place() {
  QList<QWidget*> widgets = window_.findChildren<QWidget*>();
  widgets.removeIf([](const QWidget* widget) {
    return !widget->isVisible() || !widget->isEnabled() || widget->width() < 2 || widget->height() < 2;
  });
  if (widgets.isEmpty()) return {&window_, QPoint(1, 1)};
  QWidget* widget = widgets[below(static_cast<int>(widgets.size()))];
  return {widget, QPoint(below(widget->width()), below(widget->height()))};
}

void Monkey::use_mouse() {
  const auto [widget, from] = random_place();
  if (below(6) == 0) {
    QWheelEvent wheel(from, widget->mapToGlobal(from), QPoint(), QPoint(0, below(2) == 0 ? 120 : -120), Qt::NoButton,
                      Qt::NoModifier, Qt::NoScrollPhase, false);
    QApplication::sendEvent(widget, &wheel);
    return;
  }
  const Qt::MouseButton button = below(5) == 0 ? Qt::RightButton : Qt::LeftButton;
  const QPoint to = below(2) == 0 ? from : QPoint(below(widget->width()), below(widget->height()));
  const std::pair<QEvent::Type, QPoint> steps[] = {
      {QEvent::MouseButtonPress, from}, {QEvent::MouseMove, to}, {QEvent::MouseButtonRelease, to}};
  for (const auto& [type, at] : steps) {
    const Qt::MouseButtons held = type == QEvent::MouseButtonRelease ? Qt::NoButton : button;
    QApplication::postEvent(
        widget, new QMouseEvent(type, at, widget->mapToGlobal(at), type == QEvent::MouseMove ? Qt::NoButton : button,
                                held, Qt::NoModifier));
  }
}

QImage Monkey::random_picture() {
  QImage picture(64 + below(400), 64 + below(400), QImage::Format_ARGB32);
  picture.fill(below(2) == 0 ? QColor(Qt::transparent) : QColor(below(256), below(256), below(256)));
  QPainter painter(&picture);
  painter.setBrush(QColor(below(256), below(256), below(256)));
  painter.drawEllipse(picture.rect().adjusted(below(30), below(30), -below(30), -below(30)));
  return picture;
}

void Monkey::drop_picture() {
  QMimeData data;
  if (below(4) == 0) {
    data.setText(QStringLiteral("no picture"));
  } else {
    data.setImageData(random_picture());
  }
  QWidget* target = below(8) == 0 ? static_cast<QWidget*>(&window_) : &window_.board().grid().tile(random_anchor());
  const QPoint at = target->rect().center();
  QDragEnterEvent enter(at, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
  QApplication::sendEvent(target, &enter);
  if (!enter.isAccepted()) return;
  QDropEvent drop(at, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
  QApplication::sendEvent(target, &drop);
}

void Monkey::resize_window() { window_.resize(500 + below(1400), 400 + below(800)); }

void Monkey::reroll_storm() {
  for (int i = 0; i < kStorm; ++i) window_.edits().reroll(random_anchor());
}

void Monkey::undo_or_redo() {
  const int num_steps = 1 + below(4);
  for (int i = 0; i < num_steps; ++i) {
    if (below(2) == 0) {
      window_.edits().undo_stack().undo();
    } else {
      window_.edits().undo_stack().redo();
    }
  }
}

void Monkey::change_option() {
  if (!window_.controller().has_picture()) return;
  core::OptionValues values = window_.controller().workspace().choices.sketch;
  values["depth"] = 0.5 + 0.01 * below(200);
  window_.edits().set_options(Edits::Group::Sketch, values, QStringLiteral("depth"));
}

void Monkey::trigger_action() {
  const QList<QAction*> actions = window_.QWidget::actions();
  QAction* action = actions[below(static_cast<int>(actions.size()))];
  if (action != window_.actions().quit && action->isEnabled()) action->trigger();
}

void Monkey::paint_outline() {
  core::image::Image8 coverage(256, 256, 1);
  const int left = below(128), top = below(128), side = 4 + below(120);
  for (int y = top; y < top + side; ++y) {
    for (int x = left; x < left + side; ++x) coverage.at(x, y) = 255;
  }
  window_.edits().paint_outline(random_anchor(), std::move(coverage));
}

}  // namespace ui
