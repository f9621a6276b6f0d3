// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/panels/framing_bar.h"

#include <QGridLayout>
#include <QLabel>
#include <QSignalBlocker>

namespace ui {
namespace {

constexpr double kPercent = 100.0;

}  // namespace

FramingBar::FramingBar(QWidget* parent) : QWidget(parent) {
  auto* grid = new QGridLayout(this);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setHorizontalSpacing(6);
  grid->setVerticalSpacing(4);
  const auto add = [&](int row, int column, const QString& name, const QString& help, double low, double high,
                       const QString& unit) {
    auto* box = new QDoubleSpinBox;
    box->setRange(low, high);
    box->setDecimals(1);
    box->setButtonSymbols(QAbstractSpinBox::NoButtons);
    box->setSuffix(unit);
    box->setKeyboardTracking(false);
    box->setToolTip(help);
    box->setAccessibleName(help);
    auto* label = new QLabel(name);
    label->setBuddy(box);
    grid->addWidget(label, row, 2 * column);
    grid->addWidget(box, row, 2 * column + 1);
    grid->setColumnStretch(2 * column + 1, 1);
    connect(box, &QDoubleSpinBox::valueChanged, this, &FramingBar::tell);
    return box;
  };
  using namespace core::views;
  size_ = add(0, 0, tr("Size"), tr("Share of the canvas that the longer side of the object takes"),
              kPercent * static_cast<double>(kMinHandRatio), kPercent * static_cast<double>(kFramingRatio),
              QStringLiteral(" %"));
  turn_ = add(0, 1, tr("Turn"), tr("Turns the picture clockwise"), -static_cast<double>(kMaxTurn_deg),
              static_cast<double>(kMaxTurn_deg), QString(QChar(0xb0)));
  turn_->setWrapping(true);
  const double most = kPercent * static_cast<double>(kMaxShift);
  x_ = add(1, 0, tr("X"), tr("Moves the object to the right of the axis that the views go around"), -most, most,
           QStringLiteral(" %"));
  y_ = add(1, 1, tr("Y"), tr("Moves the object down"), -most, most, QStringLiteral(" %"));
  reset_ = new QPushButton(tr("Reset"));
  reset_->setToolTip(tr("Back to the automatic framing"));
  grid->addWidget(reset_, 0, 4, 2, 1);
  connect(reset_, &QPushButton::clicked, this, &FramingBar::reset);
}

void FramingBar::show_framing(const core::views::Framing& framing, float ratio) {
  framing_ = framing;
  const std::pair<QDoubleSpinBox*, double> values[] = {{size_, kPercent * static_cast<double>(ratio)},
                                                       {x_, kPercent * static_cast<double>(framing.x)},
                                                       {y_, kPercent * static_cast<double>(framing.y)},
                                                       {turn_, static_cast<double>(framing.turn_deg)}};
  for (const auto& [box, value] : values) {
    const QSignalBlocker block(box);
    box->setValue(value);
  }
  reset_->setEnabled(framing != core::views::Framing{});
}

void FramingBar::tell() {
  // Only what was typed is taken: the others are shown rounded, the size perhaps smaller than it was asked for.
  core::views::Framing framing = framing_;
  const auto* box = qobject_cast<QDoubleSpinBox*>(sender());
  const auto value = static_cast<float>(box->value());
  if (box == size_) framing.ratio = value / static_cast<float>(kPercent);
  if (box == x_) framing.x = value / static_cast<float>(kPercent);
  if (box == y_) framing.y = value / static_cast<float>(kPercent);
  if (box == turn_) framing.turn_deg = value;
  if (framing != framing_) Q_EMIT typed(framing);
}

}  // namespace ui
