// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace core::io {

/// A value of a JSON text that was written by someone else: configurations of networks, headers of weight files.
class JsonValue {
 public:
  using Array = std::vector<JsonValue>;
  using Object = std::map<std::string, JsonValue, std::less<>>;
  /// A number is kept as it is written: without a sign, with one, or with a fraction.
  using Content = std::variant<std::nullptr_t, bool, std::uint64_t, std::int64_t, double, std::string, Array, Object>;

  JsonValue() = default;
  explicit JsonValue(Content content) : content_(std::move(content)) {}

  bool is_null() const { return std::holds_alternative<std::nullptr_t>(content_); }
  /// Null if the value is of another kind.
  const bool* boolean() const { return std::get_if<bool>(&content_); }
  const std::string* text() const { return std::get_if<std::string>(&content_); }
  const Array* array() const { return std::get_if<Array>(&content_); }
  const Object* object() const { return std::get_if<Object>(&content_); }
  /// Any number; none for other kinds.
  std::optional<double> number() const;
  /// A whole number from 0 to 2^64 - 1.
  std::optional<std::uint64_t> count() const;
  /// The member of an object; null if this is no object or has no such member.
  const JsonValue* find(std::string_view name) const;

  Array* array() { return std::get_if<Array>(&content_); }
  Object* object() { return std::get_if<Object>(&content_); }

 private:
  Content content_ = nullptr;
};

struct JsonLimits {
  std::uint64_t max_bytes = 1 << 20;
  int max_depth = 32;                  ///< of arrays and objects in each other
  std::uint64_t max_values = 100'000;  ///< of all kinds together
};

/// @param name  stands for the text in messages
/// @throws Error BadFormat (not JSON, a name twice in one object), LimitExceeded
JsonValue parse_json(std::span<const std::uint8_t> text, const std::string& name, const JsonLimits& limits = {});
/// @throws Error as read_file() and parse_json()
JsonValue read_json(const std::filesystem::path& path, const JsonLimits& limits = {});

/// The text in quotes, with what JSON wants escaped.
std::string json_quoted(std::string_view text);

}  // namespace core::io
