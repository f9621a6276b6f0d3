// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/window/plan_words.h"

#include <QCoreApplication>
#include <QStringList>
#include <cmath>

#include "core/views/clip_table.h"

namespace ui {
namespace {

QString text(const char* source) { return QCoreApplication::translate("ui::plan_words", source); }

QString joined(const QStringList& parts) {
  if (parts.size() < 2) return parts.join(QString());
  return parts.mid(0, parts.size() - 1).join(QStringLiteral(", ")) + text(" and ") + parts.last();
}

}  // namespace

QString plan_words(const core::pipeline::Plan& plan, double seconds, bool is_first) {
  if (plan.is_empty()) return text("Everything is up to date");
  QStringList parts;
  const auto num_anchors = plan.anchors.count(), num_clips = plan.clips.count();
  if (plan.cut_out && !is_first) parts << text("the cut-out");
  if (num_anchors == 1) parts << text("1 view");
  if (num_anchors > 1) parts << text("%1 views").arg(num_anchors);
  if (num_clips > 0) parts << text("%1 in-betweens").arg(num_clips * core::views::kViewsPerClip);
  if (plan.surface) parts << text("the surface");
  if (plan.handover && !plan.surface) parts << text("the texture");
  if (parts.isEmpty()) parts << text("the cut-out");
  QString what = joined(parts);
  what[0] = what[0].toUpper();
  const QString sentence = is_first ? text("%1 will be made, about %2 s") : text("%1 will be redone, about %2 s");
  return sentence.arg(what).arg(std::max(1L, std::lround(seconds)));
}

}  // namespace ui
