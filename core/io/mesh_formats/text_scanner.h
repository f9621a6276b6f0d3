// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace core::io {

/// Goes through a text of words and lines, for mesh formats that are text. Knows no locale; a backslash at a line's end
/// continues the line.
class TextScanner {
 public:
  explicit TextScanner(std::span<const std::uint8_t> bytes)
      : at_(reinterpret_cast<const char*>(bytes.data())), end_(at_ + bytes.size()) {}
  explicit TextScanner(std::string_view text) : at_(text.data()), end_(text.data() + text.size()) {}

  bool is_at_end() const { return at_ == end_; }
  /// The next word of this line; empty at the line's end.
  std::string_view next_word();
  /// What is left of this line, without blanks around it.
  std::string_view rest_of_line();
  void next_line();
  /// The next word on this line or a later one; empty at the end.
  std::string_view next_word_anywhere();

 private:
  void skip_blanks();

  const char* at_;
  const char* end_;
};

/// The whole word as a number (a leading plus is allowed); none if it is anything else.
std::optional<double> parse_number(std::string_view word);
std::optional<std::int64_t> parse_integer(std::string_view word);

}  // namespace core::io
