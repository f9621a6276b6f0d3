// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/io/mesh_formats/xml_reader.h"

#include <algorithm>

#include "core/io/mesh_formats/mesh_codec.h"

// Source: W3C, Extensible Markup Language 1.0, fifth edition.
namespace core::io {
namespace {

constexpr std::size_t kMaxDepth = 64;
constexpr std::string_view kBlanks = " \t\r\n";

std::string_view without_prefix(std::string_view name) { return name.substr(name.find(':') + 1); }

}  // namespace

void XmlReader::fail() const { throw_damaged_mesh(path_, "its XML is damaged or ends too early"); }

void XmlReader::skip_blanks() { text_.remove_prefix(std::min(text_.find_first_not_of(kBlanks), text_.size())); }

void XmlReader::skip_past(std::string_view end) {
  const std::size_t found = text_.find(end);
  if (found == text_.npos) fail();
  text_.remove_prefix(found + end.size());
}

std::string_view XmlReader::read_name() {
  const std::size_t length = std::min(text_.find_first_of(" \t\r\n=/><\"'&"), text_.size());
  if (length == 0) fail();
  const std::string_view name = text_.substr(0, length);
  text_.remove_prefix(length);
  return name;
}

void XmlReader::read_attributes() {
  attributes_.clear();
  for (;;) {
    skip_blanks();
    if (text_.empty()) fail();
    if (text_.front() == '>' || text_.front() == '/') return;
    const std::string_view name = read_name();
    skip_blanks();
    if (text_.empty() || text_.front() != '=') fail();
    text_.remove_prefix(1);
    skip_blanks();
    if (text_.empty() || (text_.front() != '"' && text_.front() != '\'')) fail();
    const std::size_t end = text_.find(text_.front(), 1);
    if (end == text_.npos) fail();
    attributes_.emplace_back(without_prefix(name), text_.substr(1, end - 1));
    text_.remove_prefix(end + 1);
  }
}

XmlReader::Event XmlReader::read_start() {
  if (open_.empty() && has_root_) fail();
  has_root_ = true;
  const std::string_view full = read_name();
  read_attributes();
  is_empty_element_ = text_.front() == '/';
  if (is_empty_element_) text_.remove_prefix(1);
  if (text_.empty() || text_.front() != '>') fail();
  text_.remove_prefix(1);
  if (open_.size() >= kMaxDepth) fail();
  open_.push_back(full);
  name_ = without_prefix(full);
  return Event::Start;
}

XmlReader::Event XmlReader::read_end() {
  const std::string_view full = read_name();
  skip_blanks();
  if (open_.empty() || open_.back() != full || text_.empty() || text_.front() != '>') fail();
  text_.remove_prefix(1);
  open_.pop_back();
  name_ = without_prefix(full);
  return Event::End;
}

XmlReader::Event XmlReader::next() {
  if (is_empty_element_) {
    is_empty_element_ = false;
    open_.pop_back();
    return Event::End;
  }
  for (;;) {
    const std::size_t tag = text_.find('<');
    if (tag == text_.npos) {
      if (!has_root_ || !open_.empty()) fail();
      return Event::Finish;
    }
    text_.remove_prefix(tag + 1);
    if (text_.starts_with("!--")) {
      skip_past("-->");
    } else if (text_.starts_with("![CDATA[")) {
      skip_past("]]>");
    } else if (text_.starts_with('?')) {
      skip_past("?>");
    } else if (text_.starts_with('/')) {
      text_.remove_prefix(1);
      return read_end();
    } else {
      if (text_.starts_with('!')) fail();
      return read_start();
    }
  }
}

std::string_view XmlReader::attribute(std::string_view name) const {
  for (const auto& [key, value] : attributes_) {
    if (key == name) return value;
  }
  return {};
}

}  // namespace core::io
