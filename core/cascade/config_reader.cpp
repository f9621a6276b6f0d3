// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/cascade/config_reader.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/error.h"

namespace core::cascade {
namespace {

/// Longest list that a configuration may hold; networks have a handful of levels.
constexpr std::size_t kMaxList = 16;

}  // namespace

ConfigReader::ConfigReader(const io::JsonValue& config, std::string name) : config_(config), name_(std::move(name)) {
  if (config.object() == nullptr) throw Error(ErrorCode::BadFormat, fmt::format("'{}' is not a JSON object.", name_));
}

const io::JsonValue* ConfigReader::find(std::string_view key) const {
  const io::JsonValue* value = config_.find(key);
  return value == nullptr || value->is_null() ? nullptr : value;
}

const io::JsonValue& ConfigReader::at(std::string_view key) const {
  const io::JsonValue* value = find(key);
  if (value == nullptr) fail(key, "is missing");
  return *value;
}

void ConfigReader::fail(std::string_view key, std::string_view what) const {
  throw Error(ErrorCode::BadFormat, fmt::format("'{}': the setting {} {}.", name_, io::json_quoted(key), what));
}

void ConfigReader::refuse(std::string_view key) const {
  throw Error(ErrorCode::Unsupported, fmt::format("'{}': the setting {} has a value that no network known here has.",
                                                  name_, io::json_quoted(key)));
}

std::int64_t ConfigReader::checked(const io::JsonValue& value, std::string_view key, Range<std::int64_t> range) const {
  const std::optional<std::uint64_t> number = value.count();
  if (!number || *number < static_cast<std::uint64_t>(range.low) || *number > static_cast<std::uint64_t>(range.high)) {
    fail(key, fmt::format("is not a whole number from {} to {}", range.low, range.high));
  }
  return static_cast<std::int64_t>(*number);
}

std::int64_t ConfigReader::count(std::string_view key, Range<std::int64_t> range) const {
  return checked(at(key), key, range);
}

std::int64_t ConfigReader::count_or(std::string_view key, Range<std::int64_t> range, std::int64_t fallback) const {
  return has(key) ? count(key, range) : fallback;
}

double ConfigReader::number(std::string_view key, Range<double> range) const {
  const std::optional<double> value = at(key).number();
  if (!value || !(*value >= range.low && *value <= range.high)) {
    fail(key, fmt::format("is not a number from {} to {}", range.low, range.high));
  }
  return *value;
}

double ConfigReader::number_or(std::string_view key, Range<double> range, double fallback) const {
  return has(key) ? number(key, range) : fallback;
}

bool ConfigReader::flag_or(std::string_view key, bool fallback) const {
  const io::JsonValue* value = find(key);
  if (value == nullptr) return fallback;
  if (value->boolean() == nullptr) fail(key, "is neither true nor false");
  return *value->boolean();
}

std::string ConfigReader::text(std::string_view key) const {
  const io::JsonValue& value = at(key);
  if (value.text() == nullptr) fail(key, "is not a text");
  return *value.text();
}

std::string ConfigReader::text_or(std::string_view key, std::string_view fallback) const {
  return has(key) ? text(key) : std::string(fallback);
}

std::vector<std::int64_t> ConfigReader::counts(std::string_view key, Range<std::int64_t> range) const {
  const io::JsonValue::Array* array = at(key).array();
  if (array == nullptr || array->empty() || array->size() > kMaxList) fail(key, "is not a short list");
  std::vector<std::int64_t> values;
  for (const io::JsonValue& value : *array) values.push_back(checked(value, key, range));
  return values;
}

std::vector<std::string> ConfigReader::texts(std::string_view key) const {
  const io::JsonValue::Array* array = at(key).array();
  if (array == nullptr || array->empty() || array->size() > kMaxList) fail(key, "is not a short list");
  std::vector<std::string> values;
  for (const io::JsonValue& value : *array) {
    if (value.text() == nullptr) fail(key, "is not a list of texts");
    values.push_back(*value.text());
  }
  return values;
}

std::vector<std::int64_t> ConfigReader::counts_of_each(std::string_view key, Range<std::int64_t> range,
                                                       std::size_t size) const {
  if (at(key).array() == nullptr) return std::vector<std::int64_t>(size, count(key, range));
  std::vector<std::int64_t> values = counts(key, range);
  if (values.size() != size) fail(key, fmt::format("is a list of {} instead of {}", values.size(), size));
  return values;
}

void ConfigReader::expect(std::string_view key, std::string_view known) const {
  if (has(key) && text(key) != known) refuse(key);
}

void ConfigReader::expect_flag(std::string_view key, bool known) const {
  if (flag_or(key, known) != known) refuse(key);
}

void ConfigReader::expect_absent(std::string_view key) const {
  if (has(key)) refuse(key);
}

std::size_t ConfigReader::choice(std::string_view key, std::initializer_list<std::string_view> known) const {
  const auto found = std::find(known.begin(), known.end(), text(key));
  if (found == known.end()) refuse(key);
  return static_cast<std::size_t>(found - known.begin());
}

}  // namespace core::cascade
