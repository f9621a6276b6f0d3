// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <QApplication>
#include <QDialog>
#include <QPainter>
#include <algorithm>
#include <cstdio>
#include <ctime>

#include "ui/drive/drive.h"
#include "ui/window/main_tool_bar.h"

// What a script looks at: expectations, screenshots and how long the window's turns take. Its commands are in
// drive.cpp.
namespace ui {
namespace {

double percentile(const std::vector<Drive::Turn>& turns, double Drive::Turn::*member) {
  std::vector<double> sorted;
  for (const Drive::Turn& turn : turns) sorted.push_back(turn.*member);
  std::sort(sorted.begin(), sorted.end());
  return sorted.empty() ? 0.0 : sorted[sorted.size() * 99 / 100];
}

std::vector<Drive::Turn> longest(std::vector<Drive::Turn> turns) {
  std::sort(turns.begin(), turns.end(), [](const auto& a, const auto& b) { return a.busy_ms > b.busy_ms; });
  turns.resize(std::min<std::size_t>(turns.size(), 5));
  return turns;
}

}  // namespace

double Drive::cpu_ms() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) * 1e-6;
}

std::optional<QString> Drive::found(const QString& what, const QString& value) const {
  const core::project::Workspace& work = window_.controller().workspace();
  if (what == QStringLiteral("views")) {
    const auto is_shown = [](const auto& view) { return view != nullptr; };
    return QString::number(std::count_if(work.shown.begin(), work.shown.end(), is_shown));
  }
  if (what == QStringLiteral("variants")) {
    const auto view = value.section(' ', 0, 0).toUInt() % core::geometry::kNumViews;
    return QStringLiteral("%1 %2").arg(view).arg(work.variants[view].size());
  }
  if (what == QStringLiteral("stale")) {
    int num_stale = 0;
    for (int view = 0; view < core::geometry::kNumViews; ++view) {
      num_stale += window_.controller().freshness(view) == core::project::Freshness::Stale ? 1 : 0;
    }
    return QString::number(num_stale);
  }
  if (what == QStringLiteral("previews")) {
    int num_previews = 0;
    for (int view = 0; view < core::geometry::kNumViews; ++view)
      num_previews += window_.controller().preview(view) ? 1 : 0;
    return QString::number(num_previews);
  }
  if (what == QStringLiteral("findings")) return QString::number(window_.controller().findings().size());
  if (what == QStringLiteral("plan")) {
    const auto* bar = window_.findChild<MainToolBar*>();
    return bar->plan().contains(value) ? value : bar->plan();
  }
  if (what == QStringLiteral("undo")) return window_.edits().undo_stack().undoText();
  if (what == QStringLiteral("mesh")) {
    return window_.controller().is_handover_current() ? QStringLiteral("current") : QStringLiteral("not current");
  }
  if (what == QStringLiteral("message")) {
    const QString shown = window_.messages().text();
    return shown.contains(value) ? value : shown;
  }
  if (what == QStringLiteral("stall")) {
    const double busy_ms = turns_.empty() ? 0.0 : longest(turns_).front().busy_ms;
    std::fprintf(stderr, "drive: %zu turns; the longest was busy for %.1f ms\n", turns_.size(), busy_ms);
    return busy_ms <= value.toDouble() ? value : QString::number(busy_ms);
  }
  if (what == QStringLiteral("responsive")) {
    const double busy_ms = percentile(turns_, &Turn::busy_ms);
    std::fprintf(stderr, "drive: %zu turns; 99 %% busy for at most %.1f ms and over within %.1f ms\n", turns_.size(),
                 busy_ms, percentile(turns_, &Turn::wall_ms));
    for (const Turn& turn : longest(turns_)) {
      std::fprintf(stderr, "drive: line %lld: busy for %.1f ms, over within %.1f ms\n",
                   static_cast<long long>(turn.line), turn.busy_ms, turn.wall_ms);
    }
    return busy_ms <= value.toDouble() ? value : QString::number(busy_ms);
  }
  return std::nullopt;
}

void Drive::expect(const QStringList& words) {
  const QString value = words.mid(2).join(' ');
  const std::optional<QString> is = found(words.value(1), value);
  if (!is) return fail(tr("unknown thing to expect"));
  if (*is != value) return fail(tr("it is '%1'").arg(*is));
  go_on_after(0);
}

void Drive::screenshot(const QString& path) {
  QPixmap picture = window_.grab();
  QPainter painter(&picture);
  for (QWidget* other : QApplication::topLevelWidgets()) {
    if (other == &window_ || !other->isVisible() || other->windowType() == Qt::ToolTip) continue;
    QRect place(other->mapToGlobal(QPoint()) - window_.mapToGlobal(QPoint()), other->size());
    // Without a window manager a dialog may stand anywhere.
    if (qobject_cast<QDialog*>(other) != nullptr) place.moveCenter(window_.rect().center());
    painter.drawPixmap(place.topLeft(), other->grab());
    painter.setPen(window_.palette().color(QPalette::Midlight));
    painter.drawRect(place.adjusted(-1, -1, 0, 0));
  }
  painter.end();
  save(picture, path);
}

void Drive::panel_picture(const QString& name, const QString& path) {
  QWidget* panel = window_.findChild<QDockWidget*>(name);
  if (name == QStringLiteral("board")) panel = &window_.board();
  if (name == QStringLiteral("dialog")) {
    for (QDialog* dialog : window_.findChildren<QDialog*>())
      if (dialog->isVisible()) panel = dialog;
  }
  if (panel == nullptr || !panel->isVisible()) return fail(tr("there is no such panel"));
  save(panel->grab(), path);
}

void Drive::save(const QPixmap& picture, const QString& path) {
  if (!picture.save(path, "PNG")) fail(tr("could not be written"));
  last_cpu_ms_ = cpu_ms();
  since_beat_.restart();
}

}  // namespace ui
