// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QFormLayout>
#include <QString>
#include <QWidget>
#include <functional>
#include <map>
#include <vector>

#include "core/base/options.h"

namespace ui {

/// One described option as a form shows it, without its type.
struct OptionField {
  enum class Kind { Number, Whole, Choice, Flag };
  std::string name;
  QString help;
  Kind kind = Kind::Number;
  double low = 0.0, high = 1.0;
  std::vector<std::string> choices;
  core::OptionValue initial;
};

/// The fields of an options struct, from its description.
template <class Options>
std::vector<OptionField> describe_fields() {
  std::vector<OptionField> fields;
  const core::OptionValues defaults = core::to_values(Options{});
  Options::describe([&](std::string_view name, auto member, const auto& limits, std::string_view help) {
    using Value = std::decay_t<decltype(Options{}.*member)>;
    OptionField field;
    field.name = std::string(name);
    field.help = QString::fromUtf8(help.data(), static_cast<qsizetype>(help.size()));
    field.initial = defaults.at(field.name);
    if constexpr (std::is_enum_v<Value>) {
      field.kind = OptionField::Kind::Choice;
      field.choices.assign(limits.names.begin(), limits.names.end());
    } else if constexpr (std::is_same_v<Value, bool>) {
      field.kind = OptionField::Kind::Flag;
    } else {
      field.kind = std::is_integral_v<Value> ? OptionField::Kind::Whole : OptionField::Kind::Number;
      field.low = static_cast<double>(limits.low);
      field.high = static_cast<double>(limits.high);
    }
    fields.push_back(std::move(field));
  });
  return fields;
}

/// A form made of described options: sliders with a value to type for numbers, lists for choices, boxes for flags. It
/// shows values and tells what the user changes; it keeps nothing itself.
class OptionForm : public QWidget {
  Q_OBJECT

 public:
  /// How a field is shown where its description alone would not read well.
  struct Look {
    QString label;                           ///< instead of the field's name
    std::map<std::string, QString> choices;  ///< words for choices
    std::vector<double> steps;               ///< a list of these numbers instead of a slider
    double top = 0.0;  ///< upper end of the slider when the range is much wider than useful; 0: range
  };

  OptionForm(const std::vector<OptionField>& fields, const std::map<std::string, Look>& looks,
             QWidget* parent = nullptr);

  /// Shows these values; absent ones are the defaults. Emits nothing.
  void show_values(const core::OptionValues& values);

 Q_SIGNALS:
  /// @param values  all options that differ from their defaults, or all of them if all were given
  void changed(const core::OptionValues& values, const QString& label);

 private:
  struct Row {
    OptionField field;
    QString label;
    std::function<void(const core::OptionValue&)> show;
  };
  void add_number(const OptionField& field, const Look& look, const QString& label);
  void add_steps(const OptionField& field, const Look& look, const QString& label);
  void add_choice(const OptionField& field, const Look& look, const QString& label);
  void add_flag(const OptionField& field, const QString& label);
  void change(const OptionField& field, const core::OptionValue& value, const QString& label);
  const core::OptionValue& value_of(const OptionField& field) const;

  QFormLayout* layout_;
  std::vector<Row> rows_;
  core::OptionValues values_;
};

}  // namespace ui
