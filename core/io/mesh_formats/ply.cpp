// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstring>
#include <sstream>

#include "core/base/error.h"
#include "core/io/mesh_formats/mesh_writer.h"

namespace core::io {
namespace {

constexpr std::uint64_t kMaxElements = 100'000'000;
constexpr std::uint32_t kMaxCorners = 64;

enum class Kind { I8, U8, I16, U16, I32, U32, F32, F64 };

std::size_t size_of(Kind kind) {
  switch (kind) {
    case Kind::I8:
    case Kind::U8:
      return 1;
    case Kind::I16:
    case Kind::U16:
      return 2;
    case Kind::F64:
      return 8;
    default:
      return 4;
  }
}

struct Property {
  std::string name;
  Kind kind = Kind::F32;
  bool is_list = false;
  Kind count_kind = Kind::U8;
};

struct Element {
  std::string name;
  std::uint64_t count = 0;
  std::vector<Property> properties;
};

enum class Encoding { Ascii, Little, Big };

class PlyReader {
 public:
  PlyReader(std::span<const std::uint8_t> bytes, const std::string& name) : bytes_(bytes), name_(name) {}

  mesh::Mesh read() {
    read_header();
    for (const Element& element : elements_) {
      if (element.name == "vertex") {
        read_vertices(element);
      } else if (element.name == "face") {
        read_faces(element);
      } else {
        skip(element);
      }
    }
    for (const glm::uvec3& f : mesh_.faces) {
      if (std::max({f.x, f.y, f.z}) >= mesh_.positions.size()) fail("a face names a vertex that is not there");
    }
    return std::move(mesh_);
  }

 private:
  [[noreturn]] void fail(const std::string& why) const { throw_damaged_mesh(name_, why); }

  std::string next_line() {
    const std::size_t begin = position_;
    while (position_ < bytes_.size() && bytes_[position_] != '\n') ++position_;
    if (position_ >= bytes_.size()) fail("its header does not end");
    std::string line(reinterpret_cast<const char*>(bytes_.data()) + begin, position_ - begin);
    ++position_;
    if (!line.empty() && line.back() == '\r') line.pop_back();
    return line;
  }

  Kind kind_of(const std::string& word) const {
    if (word == "char" || word == "int8") return Kind::I8;
    if (word == "uchar" || word == "uint8") return Kind::U8;
    if (word == "short" || word == "int16") return Kind::I16;
    if (word == "ushort" || word == "uint16") return Kind::U16;
    if (word == "int" || word == "int32") return Kind::I32;
    if (word == "uint" || word == "uint32") return Kind::U32;
    if (word == "float" || word == "float32") return Kind::F32;
    if (word == "double" || word == "float64") return Kind::F64;
    fail(fmt::format("it has a property of the unknown type '{}'", word));
  }

  void read_header() {
    if (next_line() != "ply") fail("it does not begin as a PLY file does");
    for (int i = 0; i < 1000; ++i) {
      std::istringstream line(next_line());
      std::string word;
      line >> word;
      if (word == "end_header") return;
      if (word == "format") {
        line >> word;
        encoding_ = word == "ascii" ? Encoding::Ascii : word == "binary_big_endian" ? Encoding::Big : Encoding::Little;
      } else if (word == "element") {
        Element element;
        line >> element.name >> element.count;
        if (!line || element.count > kMaxElements) fail("it declares more elements than can be read");
        elements_.push_back(element);
      } else if (word == "property") {
        if (elements_.empty()) fail("it has a property before any element");
        Property property;
        line >> word;
        property.is_list = word == "list";
        if (property.is_list) {
          line >> word;
          property.count_kind = kind_of(word);
          line >> word;
        }
        property.kind = kind_of(word);
        line >> property.name;
        elements_.back().properties.push_back(property);
      }
    }
    fail("its header is too long");
  }

  double next_number(Kind kind) {
    if (encoding_ == Encoding::Ascii) return next_word();
    const std::size_t size = size_of(kind);
    if (bytes_.size() - position_ < size) fail("it ends too early");
    std::uint8_t raw[8] = {};
    std::memcpy(raw, bytes_.data() + position_, size);
    position_ += size;
    if (encoding_ == Encoding::Big) std::reverse(raw, raw + size);
    switch (kind) {
      case Kind::I8:
        return static_cast<std::int8_t>(raw[0]);
      case Kind::U8:
        return raw[0];
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

  double next_word() {
    const char* data = reinterpret_cast<const char*>(bytes_.data());
    while (position_ < bytes_.size() && std::isspace(bytes_[position_]) != 0) ++position_;
    double value = 0.0;
    const auto result = std::from_chars(data + position_, data + bytes_.size(), value);
    if (result.ec != std::errc()) fail("it ends too early or holds something that is not a number");
    position_ = static_cast<std::size_t>(result.ptr - data);
    return value;
  }

  std::uint32_t next_count(const Property& property) {
    const double count = next_number(property.count_kind);
    if (!(count >= 0.0) || count > kMaxCorners) fail("a face has too many corners");
    return static_cast<std::uint32_t>(count);
  }

  void read_vertices(const Element& element) {
    // Memory follows what is really there, not what the header says.
    mesh_.positions.reserve(std::min<std::size_t>(element.count, bytes_.size() / 6));
    bool has_color = false;
    for (std::uint64_t i = 0; i < element.count; ++i) {
      glm::vec3 position(0.0f), color(0.0f), normal(0.0f);
      bool has_normal = false;
      for (const Property& property : element.properties) {
        if (property.is_list) {
          for (std::uint32_t left = next_count(property); left > 0; --left) next_number(property.kind);
          continue;
        }
        const double value = next_number(property.kind);
        const auto scaled = static_cast<float>(property.kind == Kind::U8 ? value / 255.0 : value);
        if (property.name == "x") position.x = static_cast<float>(value);
        if (property.name == "y") position.y = static_cast<float>(value);
        if (property.name == "z") position.z = static_cast<float>(value);
        if (property.name == "nx") normal.x = static_cast<float>(value), has_normal = true;
        if (property.name == "ny") normal.y = static_cast<float>(value);
        if (property.name == "nz") normal.z = static_cast<float>(value);
        if (property.name == "red") color.x = scaled, has_color = true;
        if (property.name == "green") color.y = scaled;
        if (property.name == "blue") color.z = scaled;
      }
      mesh_.positions.push_back(position);
      if (has_normal) mesh_.normals.push_back(normal);
      if (has_color) mesh_.colors.push_back(color);
    }
  }

  void read_faces(const Element& element) {
    for (std::uint64_t i = 0; i < element.count; ++i) {
      for (const Property& property : element.properties) {
        if (!property.is_list) {
          next_number(property.kind);
          continue;
        }
        const bool is_corners = property.name == "vertex_indices" || property.name == "vertex_index";
        std::uint32_t first = 0, last = 0;
        const std::uint32_t count = next_count(property);
        for (std::uint32_t corner = 0; corner < count; ++corner) {
          const double value = next_number(property.kind);
          if (!is_corners) continue;
          if (!(value >= 0.0) || value > 4294967295.0) fail("a face names a vertex that is not there");
          const auto index = static_cast<std::uint32_t>(value);
          if (corner == 0) first = index;
          if (corner >= 2) mesh_.faces.emplace_back(first, last, index);
          last = index;
        }
      }
    }
  }

  void skip(const Element& element) {
    for (std::uint64_t i = 0; i < element.count; ++i) {
      for (const Property& property : element.properties) {
        std::uint32_t count = property.is_list ? next_count(property) : 1;
        for (; count > 0; --count) next_number(property.kind);
      }
      if (element.properties.empty()) return;
    }
  }

  std::span<const std::uint8_t> bytes_;
  const std::string& name_;
  std::size_t position_ = 0;
  Encoding encoding_ = Encoding::Little;
  std::vector<Element> elements_;
  mesh::Mesh mesh_;
};

template <class T>
void append(std::vector<std::uint8_t>& bytes, const T& value) {
  const std::size_t offset = bytes.size();
  bytes.resize(offset + sizeof(T));
  std::memcpy(bytes.data() + offset, &value, sizeof(T));
}

}  // namespace

mesh::Mesh read_ply(std::span<const std::uint8_t> bytes, const std::string& name) {
  return PlyReader(bytes, name).read();
}

std::vector<NamedBytes> write_ply(const std::filesystem::path& path, const mesh::Mesh& mesh) {
  static_assert(std::endian::native == std::endian::little);
  const std::vector<glm::vec3> colors = vertex_colors(mesh);
  std::string header = fmt::format("ply\nformat binary_little_endian 1.0\ncomment Envision3D\nelement vertex {}\n",
                                   mesh.positions.size());
  header += "property float x\nproperty float y\nproperty float z\n";
  if (!mesh.normals.empty()) header += "property float nx\nproperty float ny\nproperty float nz\n";
  if (!colors.empty()) header += "property uchar red\nproperty uchar green\nproperty uchar blue\n";
  header += fmt::format("element face {}\nproperty list uchar uint vertex_indices\nend_header\n", mesh.faces.size());
  std::vector<std::uint8_t> bytes(header.begin(), header.end());
  for (std::size_t v = 0; v < mesh.positions.size(); ++v) {
    append(bytes, mesh.positions[v]);
    if (!mesh.normals.empty()) append(bytes, mesh.normals[v]);
    if (colors.empty()) continue;
    for (int c = 0; c < 3; ++c) bytes.push_back(color_byte(colors[v][c]));
  }
  for (const glm::uvec3& face : mesh.faces) {
    bytes.push_back(3);
    append(bytes, face);
  }
  return {{path, std::move(bytes)}};
}

}  // namespace core::io
