// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/forms/option_form.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QSlider>
#include <algorithm>
#include <cmath>

namespace ui {
namespace {

using core::OptionValue;
using core::OptionValues;

constexpr int kSliderSteps = 1000;
constexpr int kLabelWidth = 84;

/// "texture_px" as "Texture px".
QString label_from_name(const std::string& name) {
  QString label = QString::fromStdString(name).replace('_', ' ');
  if (!label.isEmpty()) label[0] = label[0].toUpper();
  return label;
}

/// Where a value stands on a slider. Wide ranges are shown logarithmically.
struct Scale {
  double low = 0.0, high = 1.0;
  bool is_log = false;

  int position(double value) const {
    const double share = is_log ? std::log(value / low) / std::log(high / low) : (value - low) / (high - low);
    return static_cast<int>(std::lround(std::clamp(share, 0.0, 1.0) * kSliderSteps));
  }
  double value(int position) const {
    const double share = static_cast<double>(position) / kSliderSteps;
    return is_log ? low * std::pow(high / low, share) : low + (high - low) * share;
  }
};

/// Options hold floats as doubles: the same number whether it was typed, dragged or read.
double as_stored(const OptionField& field, double value) {
  if (field.kind == OptionField::Kind::Whole) return std::round(value);
  return static_cast<double>(static_cast<float>(value));
}

double as_number(const OptionValue& value) {
  const auto* number = std::get_if<double>(&value);
  return number ? *number : 0.0;
}

/// Two digits after the point, or two significant ones for large whole numbers.
double rounded_for_drag(const OptionField& field, double value) {
  if (field.kind == OptionField::Kind::Number) return std::round(value * 100.0) / 100.0;
  const double unit = std::pow(10.0, std::max(0.0, std::floor(std::log10(std::max(1.0, value))) - 1.0));
  return std::clamp(std::round(value / unit) * unit, field.low, field.high);
}

}  // namespace

OptionForm::OptionForm(const std::vector<OptionField>& fields, const std::map<std::string, Look>& looks,
                       QWidget* parent)
    : QWidget(parent), layout_(new QFormLayout(this)) {
  layout_->setContentsMargins(0, 0, 0, 0);
  layout_->setHorizontalSpacing(10);
  layout_->setVerticalSpacing(7);
  layout_->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
  layout_->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
  for (const OptionField& field : fields) {
    const auto found = looks.find(field.name);
    const Look look = found == looks.end() ? Look{} : found->second;
    const QString label = look.label.isEmpty() ? label_from_name(field.name) : look.label;
    if (field.kind == OptionField::Kind::Choice) {
      add_choice(field, look, label);
    } else if (field.kind == OptionField::Kind::Flag) {
      add_flag(field, label);
    } else if (!look.steps.empty()) {
      add_steps(field, look, label);
    } else {
      add_number(field, look, label);
    }
    QWidget* name = layout_->itemAt(layout_->rowCount() - 1, QFormLayout::LabelRole)->widget();
    name->setToolTip(field.help);
    name->setMinimumWidth(kLabelWidth);  // forms below each other line up
  }
}

const OptionValue& OptionForm::value_of(const OptionField& field) const {
  const auto found = values_.find(field.name);
  return found == values_.end() ? field.initial : found->second;
}

void OptionForm::show_values(const OptionValues& values) {
  values_ = values;
  for (const Row& row : rows_) row.show(value_of(row.field));
}

void OptionForm::change(const OptionField& field, const OptionValue& value, const QString& label) {
  if (value == value_of(field)) return;
  // Keys of results hold what is stored: a default that was not stored before is not stored now.
  const bool stores_all = values_.size() >= rows_.size();
  if (value == field.initial && !stores_all) {
    values_.erase(field.name);
  } else {
    values_[field.name] = value;
  }
  Q_EMIT changed(values_, label);
}

void OptionForm::add_number(const OptionField& field, const Look& look, const QString& label) {
  const bool is_whole = field.kind == OptionField::Kind::Whole;
  const double top = look.top > 0.0 ? look.top : field.high;
  const Scale scale{field.low, top, field.low > 0.0 && top / field.low >= 100.0};
  auto* slider = new QSlider(Qt::Horizontal);
  slider->setRange(0, kSliderSteps);
  slider->setPageStep(kSliderSteps / 10);
  slider->setSingleStep(kSliderSteps / 50);
  slider->setMinimumWidth(56);
  slider->setToolTip(field.help);
  slider->setAccessibleName(label);
  auto* number = new QDoubleSpinBox;
  number->setRange(field.low, field.high);
  number->setDecimals(is_whole ? 0 : 2);
  number->setButtonSymbols(QAbstractSpinBox::NoButtons);
  number->setKeyboardTracking(false);
  number->setAlignment(Qt::AlignRight);
  number->setFixedWidth(is_whole ? 66 : 46);
  number->setToolTip(field.help);
  number->setAccessibleName(label);
  auto* line = new QHBoxLayout;
  line->setSpacing(8);
  line->addWidget(slider, 1);
  line->addWidget(number);
  layout_->addRow(label, line);
  connect(slider, &QSlider::valueChanged, this, [=](int position) {
    const QSignalBlocker blocker(number);
    number->setValue(rounded_for_drag(field, scale.value(position)));
  });
  // A drag counts when it ends; keys and clicks on the groove count at once.
  const auto commit = [=, this] { change(field, as_stored(field, number->value()), label); };
  connect(slider, &QSlider::sliderReleased, this, commit);
  connect(slider, &QSlider::actionTriggered, this, [=](int) {
    if (!slider->isSliderDown()) QMetaObject::invokeMethod(slider, commit, Qt::QueuedConnection);
  });
  connect(number, &QDoubleSpinBox::valueChanged, this, [=](double value) {
    const QSignalBlocker blocker(slider);
    slider->setValue(scale.position(value));
    commit();
  });
  rows_.push_back({field, label, [=](const OptionValue& value) {
                     const QSignalBlocker block_slider(slider), block_number(number);
                     number->setValue(as_number(value));
                     slider->setValue(scale.position(as_number(value)));
                   }});
}

void OptionForm::add_steps(const OptionField& field, const Look& look, const QString& label) {
  auto* list = new QComboBox;
  list->setToolTip(field.help);
  list->setAccessibleName(label);
  for (const double step : look.steps) {
    const auto words = look.choices.find(std::to_string(static_cast<long>(step)));
    list->addItem(words == look.choices.end() ? QString::number(step) : words->second, step);
  }
  layout_->addRow(label, list);
  connect(list, &QComboBox::activated, this,
          [=, this](int index) { change(field, as_stored(field, list->itemData(index).toDouble()), label); });
  rows_.push_back({field, label, [=](const OptionValue& value) {
                     int index = list->findData(as_number(value));
                     if (index < 0) {
                       list->addItem(QString::number(as_number(value)), as_number(value));
                       index = list->count() - 1;
                     }
                     list->setCurrentIndex(index);
                   }});
}

void OptionForm::add_choice(const OptionField& field, const Look& look, const QString& label) {
  auto* list = new QComboBox;
  list->setToolTip(field.help);
  list->setAccessibleName(label);
  for (const std::string& choice : field.choices) {
    const auto words = look.choices.find(choice);
    list->addItem(words == look.choices.end() ? label_from_name(choice) : words->second,
                  QString::fromStdString(choice));
  }
  layout_->addRow(label, list);
  connect(list, &QComboBox::activated, this,
          [=, this](int index) { change(field, list->itemData(index).toString().toStdString(), label); });
  rows_.push_back({field, label, [=](const OptionValue& value) {
                     const auto* text = std::get_if<std::string>(&value);
                     if (text != nullptr) list->setCurrentIndex(list->findData(QString::fromStdString(*text)));
                   }});
}

void OptionForm::add_flag(const OptionField& field, const QString& label) {
  auto* box = new QCheckBox;
  box->setToolTip(field.help);
  box->setAccessibleName(label);
  layout_->addRow(label, box);
  connect(box, &QCheckBox::clicked, this, [=, this](bool is_checked) { change(field, is_checked, label); });
  rows_.push_back({field, label, [=](const OptionValue& value) {
                     const auto* flag = std::get_if<bool>(&value);
                     if (flag != nullptr) box->setChecked(*flag);
                   }});
}

}  // namespace ui
