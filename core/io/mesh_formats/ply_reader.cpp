// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>

#include "core/io/mesh_formats/mesh_codec.h"
#include "core/io/mesh_formats/polygon.h"
#include "core/io/mesh_formats/text_scanner.h"

// Source of the format: Greg Turk, "The PLY polygon file format", 1994.
namespace core::io {
namespace {

enum class Kind { I8, U8, I16, U16, I32, U32, F32, F64 };
enum class Encoding { Ascii, Little, Big };

/// What a property of a vertex is, in the order of Vertex::values.
enum Role { X, Y, Z, NormalX, NormalY, NormalZ, Red, Green, Blue, Nothing };
constexpr int kNumRoles = Nothing;

struct Property {
  std::string name;
  Kind kind = Kind::F32;
  std::optional<Kind> list_kind;  ///< of the count, for lists
};

struct Element {
  std::string name;
  std::uint64_t count = 0;
  std::vector<Property> properties;
};

struct Header {
  Encoding encoding = Encoding::Ascii;
  std::vector<Element> elements;
  std::size_t num_bytes = 0;
};

std::size_t size_of(Kind kind) {
  static constexpr std::size_t kSizes[] = {1, 1, 2, 2, 4, 4, 4, 8};
  return kSizes[static_cast<std::size_t>(kind)];
}

std::optional<Kind> kind_of(std::string_view word) {
  static constexpr std::string_view kOld[] = {"char", "uchar", "short", "ushort", "int", "uint", "float", "double"};
  static constexpr std::string_view kNew[] = {"int8",  "uint8",  "int16",   "uint16",
                                              "int32", "uint32", "float32", "float64"};
  for (std::size_t i = 0; i < 8; ++i) {
    if (word == kOld[i] || word == kNew[i]) return static_cast<Kind>(i);
  }
  return std::nullopt;
}

Role role_of(std::string_view name) {
  static constexpr std::string_view kNames[] = {"x", "y", "z", "nx", "ny", "nz", "red", "green", "blue"};
  if (name.starts_with("diffuse_")) name.remove_prefix(8);
  for (int i = 0; i < kNumRoles; ++i) {
    if (name == kNames[i]) return static_cast<Role>(i);
  }
  return Nothing;
}

/// One line of the header at a time.
class HeaderReader {
 public:
  explicit HeaderReader(const MeshSource& source) : source_(source) {}

  Header read() {
    constexpr int kMaxLines = 1000;
    if (next_line() != "ply") fail("it does not begin as a PLY file does");
    for (int i = 0; i < kMaxLines; ++i) {
      const std::string_view line = next_line();
      if (line == "end_header") {
        if (!has_format_) fail("its header does not name an encoding");
        return std::move(header_);
      }
      TextScanner words(line);
      const std::string_view keyword = words.next_word();
      if (keyword == "format") read_format(words.next_word());
      if (keyword == "element") read_element(words);
      if (keyword == "property") read_property(words);
    }
    fail("its header is too long");
  }

 private:
  [[noreturn]] void fail(const std::string& why) const { throw_damaged_mesh(source_.path, why); }

  std::string_view next_line() {
    const std::string_view text(reinterpret_cast<const char*>(source_.bytes.data()), source_.bytes.size());
    const std::size_t end = text.find('\n', header_.num_bytes);
    if (end == text.npos) fail("its header does not end");
    std::string_view line = text.substr(header_.num_bytes, end - header_.num_bytes);
    header_.num_bytes = end + 1;
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.remove_suffix(1);
    return line;
  }

  void read_format(std::string_view word) {
    has_format_ = true;
    if (word == "ascii") {
      header_.encoding = Encoding::Ascii;
    } else if (word == "binary_little_endian") {
      header_.encoding = Encoding::Little;
    } else if (word == "binary_big_endian") {
      header_.encoding = Encoding::Big;
    } else {
      fail(fmt::format("it has the unknown encoding '{}'", word));
    }
  }

  void read_element(TextScanner& words) {
    Element element;
    element.name = words.next_word();
    const auto count = parse_integer(words.next_word());
    if (!count || *count < 0) fail("its header does not say how many elements there are");
    element.count = static_cast<std::uint64_t>(*count);
    header_.elements.push_back(std::move(element));
  }

  Kind next_kind(TextScanner& words) const {
    const std::string_view word = words.next_word();
    const auto kind = kind_of(word);
    if (!kind) fail(fmt::format("it has a property of the unknown type '{}'", word));
    return *kind;
  }

  void read_property(TextScanner& words) {
    if (header_.elements.empty()) fail("it has a property before any element");
    Property property;
    TextScanner ahead = words;
    if (ahead.next_word() == "list") {
      words = ahead;
      property.list_kind = next_kind(words);
    }
    property.kind = next_kind(words);
    property.name = words.next_word();
    header_.elements.back().properties.push_back(std::move(property));
  }

  const MeshSource& source_;
  Header header_;
  bool has_format_ = false;
};

class BodyReader {
 public:
  BodyReader(const MeshSource& source, Header header)
      : source_(source), header_(std::move(header)), left_(source.bytes.subspan(header_.num_bytes)), text_(left_) {}

  mesh::Mesh read() {
    for (const Element& element : header_.elements) {
      check_count(element);
      if (element.name == "vertex") {
        read_vertices(element);
      } else if (element.name == "face" || element.name == "tristrips") {
        read_faces(element, element.name == "tristrips");
      } else {
        skip(element);
      }
    }
    return std::move(mesh_);
  }

 private:
  [[noreturn]] void fail(const char* why) const { throw_damaged_mesh(source_.path, why); }

  /// Memory and time follow what is really there, not what the header says.
  void check_count(const Element& element) const {
    constexpr std::size_t kBytesPerWord = 2;
    std::size_t smallest = 0;
    for (const Property& property : element.properties) {
      smallest +=
          header_.encoding == Encoding::Ascii ? kBytesPerWord : size_of(property.list_kind.value_or(property.kind));
    }
    if (smallest == 0 && element.count > 0) fail("it declares elements without properties");
    if (element.count > (left_.size() + 1) / std::max<std::size_t>(smallest, 1)) fail("it ends before all it declares");
  }

  double next_number(Kind kind) {
    if (header_.encoding == Encoding::Ascii) {
      const auto value = parse_number(text_.next_word_anywhere());
      if (!value) fail("it ends too early or holds something that is not a number");
      return *value;
    }
    const std::size_t size = size_of(kind);
    if (left_.size() < size) fail("it ends too early");
    std::uint8_t raw[8] = {};
    std::memcpy(raw, left_.data(), size);
    left_ = left_.subspan(size);
    if (header_.encoding == Encoding::Big) std::reverse(raw, raw + size);
    return decoded(raw, kind);
  }

  static double decoded(const std::uint8_t* raw, Kind kind) {
    switch (kind) {
      case Kind::I8:
        return as<std::int8_t>(raw);
      case Kind::U8:
        return as<std::uint8_t>(raw);
      case Kind::I16:
        return as<std::int16_t>(raw);
      case Kind::U16:
        return as<std::uint16_t>(raw);
      case Kind::I32:
        return as<std::int32_t>(raw);
      case Kind::U32:
        return as<std::uint32_t>(raw);
      case Kind::F32:
        return static_cast<double>(as<float>(raw));
      case Kind::F64:
        return as<double>(raw);
    }
    return 0.0;
  }

  template <class T>
  static T as(const std::uint8_t* raw) {
    T value;
    std::memcpy(&value, raw, sizeof(T));
    return value;
  }

  /// Goes through a list; a list that claims more than the file holds ends at the file's end.
  template <class Visit>
  void read_list(const Property& property, const Visit& visit) {
    const double count = next_number(*property.list_kind);
    if (!(count >= 0.0) || count > 4294967295.0) fail("a list has a length that cannot be");
    for (auto left = static_cast<std::uint32_t>(count); left > 0; --left) visit(next_number(property.kind));
  }

  void skip(const Element& element) {
    for (std::uint64_t i = 0; i < element.count; ++i) {
      for (const Property& property : element.properties) {
        if (property.list_kind) {
          read_list(property, [](double) {});
        } else {
          next_number(property.kind);
        }
      }
    }
  }

  void read_vertices(const Element& element) {
    std::vector<Role> roles;
    std::array<bool, kNumRoles + 1> has{};
    std::array<double, kNumRoles + 1> scale{};
    for (const Property& property : element.properties) {
      const Role role = property.list_kind ? Nothing : role_of(property.name);
      roles.push_back(role);
      has[role] = true;
      const bool is_color = role >= Red && role <= Blue;
      scale[role] = !is_color                    ? 1.0
                    : property.kind == Kind::U8  ? 1.0 / 255.0
                    : property.kind == Kind::U16 ? 1.0 / 65535.0
                                                 : 1.0;
    }
    if (!has[X] || !has[Y] || !has[Z]) fail("its vertices have no position");
    const bool has_normals = has[NormalX] && has[NormalY] && has[NormalZ],
               has_colors = has[Red] && has[Green] && has[Blue];
    check_face_count(source_.path, (mesh_.positions.size() + element.count) / 3);
    mesh_.positions.reserve(mesh_.positions.size() + element.count);
    for (std::uint64_t i = 0; i < element.count; ++i) {
      std::array<float, kNumRoles + 1> values{};
      for (std::size_t k = 0; k < roles.size(); ++k) {
        const Property& property = element.properties[k];
        if (property.list_kind) {
          read_list(property, [](double) {});
        } else {
          values[roles[k]] = static_cast<float>(next_number(property.kind) * scale[roles[k]]);
        }
      }
      mesh_.positions.emplace_back(values[X], values[Y], values[Z]);
      if (has_normals) mesh_.normals.emplace_back(values[NormalX], values[NormalY], values[NormalZ]);
      if (has_colors) mesh_.colors.emplace_back(values[Red], values[Green], values[Blue]);
    }
  }

  void read_faces(const Element& element, bool is_strips) {
    std::vector<std::uint32_t> corners;
    for (std::uint64_t i = 0; i < element.count; ++i) {
      for (const Property& property : element.properties) {
        if (!property.list_kind) {
          next_number(property.kind);
          continue;
        }
        const bool is_corners = property.name == "vertex_indices" || property.name == "vertex_index";
        corners.clear();
        read_list(property, [&](double value) {
          if (!is_corners) return;
          if (is_strips && value < 0.0) {
            add_strip(corners);
            corners.clear();
          } else if (!(value >= 0.0) || value >= static_cast<double>(mesh_.positions.size())) {
            fail("a face names a vertex that is not there");
          } else {
            corners.push_back(static_cast<std::uint32_t>(value));
          }
        });
        if (!is_corners) continue;
        check_face_count(source_.path, mesh_.faces.size() + corners.size());
        is_strips ? add_strip(corners) : add_polygon(corners, mesh_.positions, mesh_.faces);
      }
    }
  }

  /// Each three neighbours are a triangle; every other one stands the other way round.
  void add_strip(const std::vector<std::uint32_t>& corners) {
    check_face_count(source_.path, mesh_.faces.size() + corners.size());
    for (std::size_t i = 2; i < corners.size(); ++i) {
      const std::uint32_t a = corners[i - 2], b = corners[i - 1], c = corners[i];
      if (a == b || b == c || c == a) continue;
      mesh_.faces.push_back(i % 2 == 0 ? glm::uvec3(a, b, c) : glm::uvec3(b, a, c));
    }
  }

  const MeshSource& source_;
  Header header_;
  std::span<const std::uint8_t> left_;
  TextScanner text_;
  mesh::Mesh mesh_;
};

}  // namespace

mesh::Mesh read_ply(const MeshSource& source) { return BodyReader(source, HeaderReader(source).read()).read(); }

}  // namespace core::io
