// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/panels/findings_list.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/appearance.h"

namespace ui {

using core::matting::Finding;
using core::matting::Findings;
using Kind = Finding::Kind;

FindingsList::FindingsList(QWidget* parent) : QWidget(parent) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(6);
  setAccessibleName(tr("Hints about the picture"));
  hide();
}

QString FindingsList::sentence(const Finding& finding) {
  switch (finding.kind) {
    case Kind::TouchesBorder:
      return tr(
          "The object is cut off by the picture's border. What lies beyond is not known; more room around it "
          "helps a model pack to complete it.");
    case Kind::Small:
      return tr("The object is only %1 pixels large. A box around it lets it be cut out more finely; a larger picture "
                "is better.")
          .arg(finding.amount);
    case Kind::SeveralObjects:
      return tr("There are %1 objects. A mesh is made of one.").arg(finding.amount);
    case Kind::Blurred:
      return tr("The picture is blurred, so views and texture will be. Take a sharper one if there is.");
    case Kind::LowContrast:
      return tr("Along %1 % of its outline the object looks like its background. Check the cut-out and correct it with "
                "the brushes.")
          .arg(finding.amount);
  }
  return {};
}

FindingsList::Remedy FindingsList::remedy(Kind kind) {
  switch (kind) {
    case Kind::TouchesBorder:
      return Remedy::Frame;
    case Kind::Small:
      return Remedy::Box;
    case Kind::SeveralObjects:
      return Remedy::KeepLargest;
    case Kind::LowContrast:
      return Remedy::Brush;
    case Kind::Blurred:
      break;
  }
  return Remedy::None;
}

QWidget* FindingsList::row_of(const Finding& finding) {
  auto* row = new QWidget;
  auto* layout = new QHBoxLayout(row);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(6);
  auto* glyph = new QLabel;
  glyph->setPixmap(icon(QStringLiteral("warning")).pixmap(16, 16));
  auto* words = new QLabel(sentence(finding));
  words->setWordWrap(true);
  layout->addWidget(glyph, 0, Qt::AlignTop);
  layout->addWidget(words, 1);
  static const std::pair<Remedy, const char*> kNames[] = {{Remedy::Frame, "Frame it"},
                                                          {Remedy::Box, "Box it"},
                                                          {Remedy::KeepLargest, "Keep the largest"},
                                                          {Remedy::Brush, "Brush"}};
  for (const auto& [remedy, name] : kNames) {
    if (remedy != FindingsList::remedy(finding.kind)) continue;
    auto* button = new QPushButton(tr(name));
    connect(button, &QPushButton::clicked, this, [this, wanted = remedy] { Q_EMIT remedy_wanted(wanted); });
    layout->addWidget(button, 0, Qt::AlignTop);
  }
  return row;
}

void FindingsList::show_findings(const Findings& findings) {
  if (findings == findings_) return;
  findings_ = findings;
  for (QWidget* row : rows_) row->deleteLater();
  rows_.clear();
  for (const Finding& finding : findings) {
    rows_.push_back(row_of(finding));
    layout()->addWidget(rows_.back());
  }
  setVisible(!findings.empty());
}

}  // namespace ui
