// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/options.h"
#include "core/io/json.h"

namespace core::cascade {

/// Takes the settings out of a configuration file one by one, each with its range. A setting that is absent and one
/// that is null are the same. All functions throw Error(BadFormat), naming file and setting, for a value that is
/// missing, of another kind or out of range.
class ConfigReader {
 public:
  /// @param name  stands for the file in messages
  ConfigReader(const io::JsonValue& config, std::string name);

  bool has(std::string_view key) const { return find(key) != nullptr; }
  std::int64_t count(std::string_view key, Range<std::int64_t> range) const;
  std::int64_t count_or(std::string_view key, Range<std::int64_t> range, std::int64_t fallback) const;
  double number(std::string_view key, Range<double> range) const;
  double number_or(std::string_view key, Range<double> range, double fallback) const;
  bool flag_or(std::string_view key, bool fallback) const;
  std::string text(std::string_view key) const;
  std::string text_or(std::string_view key, std::string_view fallback) const;
  std::vector<std::int64_t> counts(std::string_view key, Range<std::int64_t> range) const;
  std::vector<std::string> texts(std::string_view key) const;
  /// One number that holds for all, or a list of `size`.
  std::vector<std::int64_t> counts_of_each(std::string_view key, Range<std::int64_t> range, std::size_t size) const;

  /// For settings of which one value is known.
  /// @throws Error(Unsupported) naming file and setting if it has another
  void expect(std::string_view key, std::string_view known) const;
  void expect_flag(std::string_view key, bool known) const;
  void expect_absent(std::string_view key) const;
  /// Which of the known texts the setting is.
  std::size_t choice(std::string_view key, std::initializer_list<std::string_view> known) const;

  [[noreturn]] void refuse(std::string_view key) const;
  [[noreturn]] void fail(std::string_view key, std::string_view what) const;

 private:
  const io::JsonValue* find(std::string_view key) const;
  const io::JsonValue& at(std::string_view key) const;
  std::int64_t checked(const io::JsonValue& value, std::string_view key, Range<std::int64_t> range) const;

  const io::JsonValue& config_;
  std::string name_;
};

}  // namespace core::cascade
