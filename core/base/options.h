// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include "core/base/error.h"

/// Options are plain structs that describe themselves once:
///
///   struct SketchOptions {
///     float depth = 1.0f;
///     Body body = Body::Auto;
///     static constexpr void describe(auto&& field) {
///       field("depth", &SketchOptions::depth, Range{0.1f, 3.0f}, "Depth of the body, relative to the default.");
///       field("body", &SketchOptions::body, Choices{{"auto", "inflated"}}, "Shape of the body.");
///     }
///   };
///
/// Forms, the project file, the command line's range checks and the artifact keys are all made from this description.
namespace core {

template <class T>
struct Range {
  T low;
  T high;
};
template <class T>
Range(T, T) -> Range<T>;

/// Names of the values of an enum that counts from 0, as the command line and files spell them.
struct Choices {
  std::vector<std::string_view> names;
};

/// One option's value without its type: numbers as double, enums by name.
using OptionValue = std::variant<double, bool, std::string>;
using OptionValues = std::map<std::string, OptionValue, std::less<>>;

namespace detail {

[[noreturn]] void throw_out_of_range(std::string_view name, double value, double low, double high);
[[noreturn]] void throw_unknown_choice(std::string_view name, std::string_view value, const Choices& choices);
[[noreturn]] void throw_wrong_type(std::string_view name);
double checked_number(std::string_view name, double value, double low, double high);

}  // namespace detail

/// All fields of an options struct by name.
template <class Options>
OptionValues to_values(const Options& options) {
  OptionValues values;
  Options::describe([&](std::string_view name, auto member, const auto& limits, std::string_view) {
    const auto& value = options.*member;
    using Field = std::decay_t<decltype(value)>;
    if constexpr (std::is_enum_v<Field>) {
      values[std::string(name)] = std::string(limits.names.at(static_cast<std::size_t>(value)));
    } else if constexpr (std::is_same_v<Field, bool>) {
      values[std::string(name)] = value;
    } else {
      values[std::string(name)] = static_cast<double>(value);
    }
  });
  return values;
}

/// Sets the fields that `values` names; names this struct does not have are ignored.
/// @throws Error(Usage) for a value out of range (NaN and infinity included), of another type, or an unknown choice
template <class Options>
Options from_values(const OptionValues& values, Options options = {}) {
  Options::describe([&](std::string_view name, auto member, const auto& limits, std::string_view) {
    const auto found = values.find(name);
    if (found == values.end()) return;
    auto& target = options.*member;
    using Field = std::decay_t<decltype(target)>;
    if constexpr (std::is_enum_v<Field>) {
      const auto* text = std::get_if<std::string>(&found->second);
      if (text == nullptr) detail::throw_wrong_type(name);
      for (std::size_t i = 0; i < limits.names.size(); ++i) {
        if (limits.names[i] == *text) {
          target = static_cast<Field>(i);
          return;
        }
      }
      detail::throw_unknown_choice(name, *text, limits);
    } else if constexpr (std::is_same_v<Field, bool>) {
      const auto* flag = std::get_if<bool>(&found->second);
      if (flag == nullptr) detail::throw_wrong_type(name);
      target = *flag;
    } else {
      const auto* number = std::get_if<double>(&found->second);
      if (number == nullptr) detail::throw_wrong_type(name);
      target = static_cast<Field>(detail::checked_number(name, *number, limits.low, limits.high));
    }
  });
  return options;
}

/// Checks every field of a struct against its own description.
/// @throws Error(Usage)
template <class Options>
void check_options(const Options& options) {
  from_values<Options>(to_values(options));
}

/// For bool fields, which have no limits.
struct NoLimits {};

}  // namespace core
