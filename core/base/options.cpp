// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/base/options.h"

#include <cmath>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace core::detail {

void throw_out_of_range(std::string_view name, double value, double low, double high) {
  throw Error(ErrorCode::Usage, fmt::format("'{}' is {}; it must lie between {} and {}.", name, value, low, high));
}

void throw_unknown_choice(std::string_view name, std::string_view value, const Choices& choices) {
  throw Error(ErrorCode::Usage,
              fmt::format("'{}' is '{}'; it must be one of: {}.", name, value, fmt::join(choices.names, ", ")));
}

void throw_wrong_type(std::string_view name) {
  throw Error(ErrorCode::Usage, fmt::format("'{}' has a value of the wrong type.", name));
}

double checked_number(std::string_view name, double value, double low, double high) {
  if (!std::isfinite(value) || value < low || value > high) throw_out_of_range(name, value, low, high);
  return value;
}

}  // namespace core::detail
