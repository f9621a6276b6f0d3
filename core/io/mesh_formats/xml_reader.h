// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string_view>
#include <utility>
#include <vector>

namespace core::io {

/// Goes through the elements of an XML document in order, as far as 3MF needs it: elements and attributes without their
/// namespace prefixes. Text, comments and instructions are passed over; entities are not replaced; document types are
/// refused.
class XmlReader {
 public:
  /// @param path  stands for the document in messages
  XmlReader(std::string_view text, const std::filesystem::path& path) : text_(text), path_(path) {}

  enum class Event { Start, End, Finish };
  /// An empty element is a Start and an End.
  /// @throws Error(BadFormat) if the document is not well formed or ends too early
  Event next();
  /// The element that starts or ends.
  std::string_view name() const { return name_; }
  /// Value of an attribute of the element that starts; empty if it has none of that name.
  std::string_view attribute(std::string_view name) const;

 private:
  [[noreturn]] void fail() const;
  void skip_blanks();
  void skip_past(std::string_view end);
  std::string_view read_name();
  Event read_start();
  Event read_end();
  void read_attributes();

  std::string_view text_;
  const std::filesystem::path& path_;
  std::string_view name_;
  std::vector<std::pair<std::string_view, std::string_view>> attributes_;
  std::vector<std::string_view> open_;
  bool is_empty_element_ = false;
  bool has_root_ = false;
};

}  // namespace core::io
