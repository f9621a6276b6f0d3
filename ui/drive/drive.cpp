// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/drive/drive.h"

#include <QAbstractButton>
#include <QActionGroup>
#include <QApplication>
#include <QClipboard>
#include <QDialog>
#include <QElapsedTimer>
#include <QKeyEvent>
#include <QKeySequence>
#include <QMenu>
#include <QMenuBar>
#include <QMouseEvent>
#include <algorithm>
#include <csignal>
#include <cstdio>

#include "core/pipeline/options.h"
#include "ui/drive/monkey.h"
#include "ui/window/sheet_dialog.h"

namespace ui {
namespace {

constexpr int kPoll_ms = 20;
constexpr int kBeat_ms = 5;
constexpr int kSettle_ms = 60;  ///< lets queued repaints happen before the next command
constexpr double kDefaultWait_s = 300.0;

/// Triggers the action of a group that stands for a word; false if there is none.
bool trigger(QActionGroup& group, const QString& word) {
  for (QAction* action : group.actions()) {
    const QString name = action->text().remove('&').toLower();
    if (action->data().toString() != word && !name.contains(word)) continue;
    action->trigger();
    return true;
  }
  return false;
}

}  // namespace

Drive::Drive(MainWindow& window, const QStringList& lines, QObject* parent)
    : QObject(parent), window_(window), lines_(lines) {}

void Drive::start() {
  connect(&heartbeat_, &QTimer::timeout, this, &Drive::beat);
  last_cpu_ms_ = cpu_ms();
  since_beat_.start();
  heartbeat_.start(kBeat_ms);
  go_on_after(kSettle_ms);
}

void Drive::beat() {
  const double now_ms = cpu_ms();
  turns_.push_back({now_ms - last_cpu_ms_, static_cast<double>(since_beat_.nsecsElapsed()) * 1e-6, line_});
  last_cpu_ms_ = now_ms;
  since_beat_.restart();
}

void Drive::go_on_after(int delay_ms) { QTimer::singleShot(delay_ms, this, &Drive::next); }

void Drive::fail(const QString& why) {
  if (std::exchange(has_ended_, true)) return;
  std::fprintf(stderr, "drive: line %lld: %s: %s\n", static_cast<long long>(line_),
               lines_.value(line_ - 1).toUtf8().constData(), why.toUtf8().constData());
  Q_EMIT finished(false);
}

void Drive::next() {
  if (has_ended_) return;
  while (line_ < lines_.size()) {
    const QString line = lines_[line_++].trimmed();
    if (line.isEmpty() || line.startsWith('#')) continue;
    return execute(line.split(' ', Qt::SkipEmptyParts));
  }
  has_ended_ = true;
  Q_EMIT finished(true);
}

void Drive::wait_for(const std::function<bool()>& condition, double seconds, const QString& what) {
  auto* timer = new QTimer(this);
  QElapsedTimer elapsed;
  elapsed.start();
  connect(timer, &QTimer::timeout, this, [=, this] {
    const bool is_met = condition();
    if (!is_met && elapsed.elapsed() < seconds * 1000.0) return;
    timer->stop();
    timer->deleteLater();
    if (is_met) return go_on_after(kSettle_ms);
    fail(tr("%1 did not come within %2 s").arg(what).arg(seconds));
  });
  timer->start(kPoll_ms);
}

void Drive::execute(const QStringList& words) {
  const QString& command = words[0];
  if (command == QStringLiteral("quit")) {
    line_ = lines_.size();
    return next();
  }
  if (command == QStringLiteral("die")) std::raise(SIGKILL);
  if (command == QStringLiteral("wait")) return wait(words);
  if (command == QStringLiteral("monkey")) {
    auto* monkey = new Monkey(window_, words.value(1).toUInt(), words.value(2).toInt(), this);
    connect(monkey, &Monkey::finished, this, [this] { go_on_after(kSettle_ms); });
    return monkey->start();
  }
  if (command == QStringLiteral("expect")) return expect(words);
  if (execute_file(words) || has_ended_) return;
  if (execute_edit(words) || execute_look(words)) {
    if (!has_ended_) go_on_after(kSettle_ms);
    return;
  }
  fail(tr("unknown command"));
}

void Drive::wait(const QStringList& words) {
  const QString what = words.value(1);
  PipelineController& controller = window_.controller();
  bool is_number = false;
  const int delay_ms = what.toInt(&is_number);
  if (is_number) return go_on_after(delay_ms);
  const auto limit = [&](qsizetype at) { return at < words.size() ? words[at].toDouble() : kDefaultWait_s; };
  if (what == QStringLiteral("idle")) {
    return wait_for([&controller] { return !controller.is_busy(); }, limit(2), tr("the end of all work"));
  }
  if (what == QStringLiteral("mesh")) {
    return wait_for([&controller] { return controller.exportable_mesh() != nullptr; }, limit(2), tr("a mesh"));
  }
  if (what == QStringLiteral("for")) {
    const QString property = words.value(2), value = words.mid(3).join(' ');
    return wait_for([=, this] { return found(property, value) == value; }, kDefaultWait_s, property);
  }
  if (what == QStringLiteral("view")) {
    const auto view = static_cast<std::size_t>(words.value(2).toInt() % core::geometry::kNumViews);
    return wait_for([&controller, view] { return controller.workspace().shown[view] != nullptr; }, limit(3),
                    tr("the view"));
  }
  fail(tr("unknown thing to wait for"));
}

void Drive::open_sheet(const QString& path) {
  window_.controller().open_sheet(path.toStdString());
  wait_for(
      [this] {
        auto* dialog = window_.findChild<SheetDialog*>();
        if (dialog != nullptr) dialog->accept();
        return dialog != nullptr;
      },
      kDefaultWait_s, tr("the drawings of the sheet"));
}

bool Drive::execute_file(const QStringList& words) {
  const QString& command = words[0];
  const QString path = words.mid(1).join(' ');
  PipelineController& controller = window_.controller();
  const auto wait_idle = [&] {
    wait_for([&controller] { return !controller.is_busy(); }, kDefaultWait_s, tr("the end of all work"));
  };
  if (command == QStringLiteral("open")) {
    const auto* before = &controller;
    auto is_opened = std::make_shared<bool>(false);
    connect(
        before, &PipelineController::opened, this, [is_opened] { *is_opened = true; }, Qt::SingleShotConnection);
    const int num_messages = window_.messages().num_messages();
    window_.open_path(path);
    wait_for([=, this] { return *is_opened || window_.messages().num_messages() > num_messages; }, kDefaultWait_s,
             tr("the file"));
  } else if (command == QStringLiteral("sheet")) {
    open_sheet(path);
  } else if (command == QStringLiteral("save")) {
    controller.project().save_as(path.toStdString());
    wait_idle();
  } else if (command == QStringLiteral("folder")) {
    controller.export_view_folder(path.toStdString());
    wait_idle();
  } else if (command == QStringLiteral("own")) {
    controller.prepare_own_picture(words.value(1).toInt() / core::geometry::kViewsPerAnchor,
                                   std::filesystem::path(words.mid(2).join(' ').toStdString()));
    wait_idle();
  } else if (command == QStringLiteral("normals")) {
    controller.prepare_own_normals(words.value(1).toInt() / core::geometry::kViewsPerAnchor,
                                   std::filesystem::path(words.mid(2).join(' ').toStdString()));
    go_on_after(kSettle_ms);
  } else if (command == QStringLiteral("paste")) {
    QGuiApplication::clipboard()->setImage(QImage(path));
    window_.actions().paste->trigger();
    go_on_after(kSettle_ms);
  } else if (command == QStringLiteral("export")) {
    ExportDialog* dialog = window_.show_export_dialog();
    dialog->set_path(path);
    dialog->start();
    wait_idle();
  } else if (command == QStringLiteral("turntable")) {
    TurntableDialog* dialog = window_.show_turntable_dialog();
    dialog->set_path(words.mid(3).join(' '));
    dialog->set_length(words.value(1).toInt(), 2.0);
    dialog->set_size(QSize(words.value(2).toInt(), words.value(2).toInt()));
    dialog->start();
    wait_for([dialog] { return !dialog->is_writing(); }, kDefaultWait_s, tr("the turntable"));
  } else {
    return false;
  }
  return true;
}

void Drive::set_option(const QString& group, const QString& name, const QString& value) {
  const core::project::Choices& choices = window_.controller().workspace().choices;
  const bool is_sketch = group == QStringLiteral("sketch"), is_surface = group == QStringLiteral("surface");
  core::OptionValues values = is_sketch ? choices.sketch : is_surface ? choices.surface : choices.finish;
  bool is_number = false;
  const double number = value.toDouble(&is_number);
  if (is_number) {
    values[name.toStdString()] = static_cast<double>(static_cast<float>(number));
  } else {
    values[name.toStdString()] = value.toStdString();
  }
  window_.edits().set_options(is_sketch    ? Edits::Group::Sketch
                              : is_surface ? Edits::Group::Surface
                                           : Edits::Group::Finish,
                              values, name);
}

void Drive::drag_brush(TileBrush& brush, QAction& action, const QStringList& words) {
  const int view = words.value(1).toInt();
  if (!brush.is_open() || brush.view() != view) {
    window_.board().grid().select(view);
    action.trigger();
  }
  if (!brush.is_open()) return fail(tr("that view cannot be painted on"));
  const QPointF from = brush.from_canvas({words.value(2).toDouble(), words.value(3).toDouble()});
  const QPointF to = brush.from_canvas({words.value(4).toDouble(), words.value(5).toDouble()});
  const auto send = [&](QEvent::Type type, const QPointF& at) {
    QMouseEvent event(type, at, brush.mapToGlobal(at), Qt::LeftButton, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&brush, &event);
  };
  send(QEvent::MouseButtonPress, from);
  send(QEvent::MouseMove, to);
  send(QEvent::MouseButtonRelease, to);
}

bool Drive::execute_edit(const QStringList& words) {
  const QString& command = words[0];
  const int view = words.value(1).toInt();
  Edits& edits = window_.edits();
  if (command == QStringLiteral("select")) {
    window_.board().grid().select(view);
  } else if (command == QStringLiteral("reroll")) {
    if (words.size() > 2) {
      edits.reroll(view, words[2].toULongLong());
    } else {
      edits.reroll(view);
    }
  } else if (command == QStringLiteral("lock") || command == QStringLiteral("unlock")) {
    edits.set_locked(view, command == QStringLiteral("lock"));
  } else if (command == QStringLiteral("outline")) {
    drag_brush(window_.board().outline_brush(), *window_.actions().outline_brush, words);
  } else if (command == QStringLiteral("region")) {
    drag_brush(window_.board().region_brush(), *window_.actions().region_brush, words);
  } else if (command == QStringLiteral("undo")) {
    edits.undo_stack().undo();
  } else if (command == QStringLiteral("redo")) {
    edits.undo_stack().redo();
  } else if (command == QStringLiteral("set")) {
    set_option(words.value(1), words.value(2), words.value(3));
  } else if (command == QStringLiteral("box")) {
    core::project::CutOutChoice choice = window_.controller().workspace().choices.cut_out;
    choice.box = {words.value(1).toInt(), words.value(2).toInt(), words.value(3).toInt(), words.value(4).toInt()};
    edits.set_cut_out(choice, tr("box around the object"));
  } else if (command == QStringLiteral("frame")) {
    const auto number = [&](qsizetype at) { return words.value(at).toFloat(); };
    edits.set_framing({number(1) / 100.0f, number(2) / 100.0f, number(3) / 100.0f, number(4)});
  } else if (command == QStringLiteral("press")) {
    press(words.mid(1).join(' '));
  } else if (command == QStringLiteral("make")) {
    window_.controller().make();
  } else if (command == QStringLiteral("stop")) {
    window_.controller().stop();
  } else {
    return false;
  }
  return true;
}

void Drive::press(const QString& words) {
  for (QAbstractButton* button : window_.findChildren<QAbstractButton*>()) {
    if (button->isVisible() && button->text() == words) return button->click();
  }
  fail(tr("there is no such button"));
}

bool Drive::execute_look(const QStringList& words) {
  const QString& command = words[0];
  const QString word = words.value(1);
  if (command == QStringLiteral("screenshot")) {
    screenshot(words.mid(1).join(' '));
  } else if (command == QStringLiteral("panel")) {
    panel_picture(word, words.mid(2).join(' '));
  } else if (command == QStringLiteral("size")) {
    window_.resize(word.toInt(), words.value(2).toInt());
  } else if (command == QStringLiteral("palette")) {
    if (!trigger(*window_.actions().palette, word)) fail(tr("no such palette"));
  } else if (command == QStringLiteral("shading")) {
    if (!trigger(*window_.actions().shading, word)) fail(tr("no such shading"));
  } else if (command == QStringLiteral("tiles")) {
    window_.board().set_mode(word == QStringLiteral("normals") ? TileMode::Normals
                             : word == QStringLiteral("mask")  ? TileMode::Mask
                                                               : TileMode::Color);
  } else if (command == QStringLiteral("look")) {
    window_.actions().look_through->trigger();
  } else if (command == QStringLiteral("top")) {
    window_.actions().top_view->trigger();
  } else if (command == QStringLiteral("disagreement")) {
    window_.actions().show_disagreement->trigger();
  } else if (command == QStringLiteral("menu")) {
    for (const QAction* action : window_.menuBar()->actions()) {
      if (action->text().remove('&').toLower() != word || action->menu() == nullptr) continue;
      const QRect place = window_.menuBar()->actionGeometry(const_cast<QAction*>(action));
      action->menu()->popup(window_.menuBar()->mapToGlobal(place.bottomLeft()));
    }
  } else if (command == QStringLiteral("key")) {
    const QKeyCombination keys = QKeySequence(word)[0];
    QWidget* target = QApplication::focusWidget() ? QApplication::focusWidget() : &window_;
    for (const QEvent::Type type : {QEvent::KeyPress, QEvent::KeyRelease}) {
      QApplication::postEvent(target, new QKeyEvent(type, keys.key(), keys.keyboardModifiers()));
    }
  } else if (command == QStringLiteral("close")) {
    for (QDialog* dialog : window_.findChildren<QDialog*>()) dialog->close();
    for (QMenu* menu : window_.findChildren<QMenu*>()) menu->close();
    window_.messages().close_all();
  } else {
    return false;
  }
  return true;
}

}  // namespace ui
