// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/io/mesh_formats/text_scanner.h"

#include <charconv>

namespace core::io {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\v' || c == '\f'; }

template <class Number>
std::optional<Number> parse(std::string_view word) {
  if (!word.empty() && word.front() == '+') word.remove_prefix(1);
  Number value{};
  const auto result = std::from_chars(word.data(), word.data() + word.size(), value);
  if (result.ec != std::errc() || result.ptr != word.data() + word.size()) return std::nullopt;
  return value;
}

}  // namespace

void TextScanner::skip_blanks() {
  for (; at_ != end_; ++at_) {
    if (is_blank(*at_)) continue;
    if (*at_ != '\\') return;
    const char* next = at_ + 1;
    if (next != end_ && *next == '\r') ++next;
    if (next == end_ || *next != '\n') return;
    at_ = next;
  }
}

std::string_view TextScanner::next_word() {
  skip_blanks();
  const char* begin = at_;
  while (at_ != end_ && *at_ != '\n' && !is_blank(*at_)) ++at_;
  return {begin, static_cast<std::size_t>(at_ - begin)};
}

std::string_view TextScanner::rest_of_line() {
  skip_blanks();
  const char* begin = at_;
  while (at_ != end_ && *at_ != '\n') ++at_;
  const char* last = at_;
  while (last != begin && is_blank(last[-1])) --last;
  return {begin, static_cast<std::size_t>(last - begin)};
}

void TextScanner::next_line() {
  while (at_ != end_ && *at_ != '\n') ++at_;
  if (at_ != end_) ++at_;
}

std::string_view TextScanner::next_word_anywhere() {
  for (;;) {
    const std::string_view word = next_word();
    if (!word.empty() || at_ == end_) return word;
    ++at_;
  }
}

std::optional<double> parse_number(std::string_view word) { return parse<double>(word); }
std::optional<std::int64_t> parse_integer(std::string_view word) { return parse<std::int64_t>(word); }

}  // namespace core::io
