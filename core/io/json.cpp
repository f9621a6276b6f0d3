// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/io/json.h"

#include <fmt/format.h>

#include <limits>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/io/atomic_file.h"

namespace core::io {
namespace {

/// Builds a value from what the library reads, and stops it at the first thing that is not wanted.
class Builder : public nlohmann::json_sax<nlohmann::json> {
 public:
  Builder(const std::string& name, const JsonLimits& limits) : name_(name), limits_(limits) {}

  JsonValue take() { return std::move(root_); }

  bool null() override { return add(nullptr); }
  bool boolean(bool value) override { return add(value); }
  bool number_integer(number_integer_t value) override { return add(static_cast<std::int64_t>(value)); }
  bool number_unsigned(number_unsigned_t value) override { return add(static_cast<std::uint64_t>(value)); }
  bool number_float(number_float_t value, const string_t&) override { return add(value); }
  bool string(string_t& value) override { return add(std::move(value)); }
  bool binary(binary_t&) override { return false; }  // JSON text has none

  bool start_object(std::size_t) override { return open(JsonValue::Object()); }
  bool key(string_t& value) override {
    key_ = std::move(value);
    if (open_.back()->object()->contains(key_)) fail(fmt::format("the name '{}' stands twice in one object", key_));
    return true;
  }
  bool end_object() override { return close(); }
  bool start_array(std::size_t) override { return open(JsonValue::Array()); }
  bool end_array() override { return close(); }

  bool parse_error(std::size_t position, const std::string&, const nlohmann::json::exception&) override {
    fail(fmt::format("it is not valid JSON at byte {}", position));
  }

 private:
  [[noreturn]] void fail(const std::string& why) const {
    throw Error(ErrorCode::BadFormat, fmt::format("'{}' cannot be read: {}.", name_, why));
  }
  [[noreturn]] void fail_limit(const std::string& why) const {
    throw Error(ErrorCode::LimitExceeded, fmt::format("'{}' cannot be read: {}.", name_, why));
  }

  JsonValue* put(JsonValue::Content content) {
    if (++num_values_ > limits_.max_values) fail_limit(fmt::format("it holds over {} values", limits_.max_values));
    JsonValue value(std::move(content));
    if (open_.empty()) return &(root_ = std::move(value));
    if (JsonValue::Array* array = open_.back()->array()) return &array->emplace_back(std::move(value));
    return &open_.back()->object()->emplace(std::move(key_), std::move(value)).first->second;
  }
  bool add(JsonValue::Content content) {
    put(std::move(content));
    return true;
  }
  // A pointer in open_ stays good: nothing is added to an array or object while an inner one is open.
  bool open(JsonValue::Content content) {
    if (open_.size() >= static_cast<std::size_t>(limits_.max_depth))
      fail_limit(fmt::format("its lists are nested more than {} deep", limits_.max_depth));
    open_.push_back(put(std::move(content)));
    return true;
  }
  bool close() {
    open_.pop_back();
    return true;
  }

  const std::string& name_;
  const JsonLimits& limits_;
  JsonValue root_;
  std::vector<JsonValue*> open_;
  std::string key_;
  std::uint64_t num_values_ = 0;
};

}  // namespace

std::optional<double> JsonValue::number() const {
  if (const auto* value = std::get_if<double>(&content_)) return *value;
  if (const auto* value = std::get_if<std::int64_t>(&content_)) return static_cast<double>(*value);
  if (const auto* value = std::get_if<std::uint64_t>(&content_)) return static_cast<double>(*value);
  return std::nullopt;
}

std::optional<std::uint64_t> JsonValue::count() const {
  const auto* value = std::get_if<std::uint64_t>(&content_);
  return value != nullptr ? std::optional(*value) : std::nullopt;
}

const JsonValue* JsonValue::find(std::string_view name) const {
  const Object* members = object();
  if (members == nullptr) return nullptr;
  const auto found = members->find(name);
  return found != members->end() ? &found->second : nullptr;
}

JsonValue parse_json(std::span<const std::uint8_t> text, const std::string& name, const JsonLimits& limits) {
  if (text.size() > limits.max_bytes) {
    throw Error(ErrorCode::LimitExceeded,
                fmt::format("'{}' has {} bytes of JSON; the limit is {}.", name, text.size(), limits.max_bytes));
  }
  Builder builder(name, limits);
  nlohmann::json::sax_parse(text.begin(), text.end(), &builder);
  return builder.take();
}

JsonValue read_json(const std::filesystem::path& path, const JsonLimits& limits) {
  return parse_json(read_file(path, limits.max_bytes), path.string(), limits);
}

std::string json_quoted(std::string_view text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace core::io
