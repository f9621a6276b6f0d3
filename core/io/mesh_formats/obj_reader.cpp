// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <unordered_map>

#include "core/base/error.h"
#include "core/io/mesh_formats/mesh_codec.h"
#include "core/io/mesh_formats/polygon.h"
#include "core/io/mesh_formats/text_scanner.h"

// Source of the format: Wavefront, "Object files (.obj)", with the common extension of vertex colours after positions.
namespace core::io {
namespace {

constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();
constexpr std::uint64_t kMaxLibraryBytes = 16 << 20;

/// A corner as the file writes it: indices of a position, a texture coordinate and a normal.
struct Corner {
  std::uint32_t position = kNone, uv = kNone, normal = kNone;
  bool operator==(const Corner&) const = default;
};
struct CornerHash {
  std::size_t operator()(const Corner& corner) const {
    std::uint64_t hash = (std::uint64_t{corner.position} << 32 | corner.uv) * 0x9e3779b97f4a7c15;
    hash = (hash ^ hash >> 29 ^ corner.normal) * 0xbf58476d1ce4e5b9;
    return hash ^ hash >> 32;
  }
};
using Triangle = std::array<Corner, 3>;

/// What the lines of a file hold.
struct Content {
  std::vector<glm::vec3> positions, colors, normals;
  std::vector<glm::vec2> uvs;
  std::vector<Triangle> triangles;
  std::vector<std::string> libraries, used_materials;
};

class LineReader {
 public:
  explicit LineReader(const MeshSource& source) : source_(source), text_(source.bytes) {}

  Content read() {
    for (; !text_.is_at_end(); text_.next_line()) {
      ++line_number_;
      read_line(text_.next_word());
    }
    return std::move(content_);
  }

 private:
  [[noreturn]] void fail(const std::string& why) const {
    throw_damaged_mesh(source_.path, fmt::format("in line {}, {}", line_number_, why));
  }

  void read_line(std::string_view keyword) {
    if (keyword == "v") {
      read_position();
    } else if (keyword == "vt") {
      const float u = number(), v = optional_number().value_or(0.0f);
      content_.uvs.emplace_back(u, 1.0f - v);
    } else if (keyword == "vn") {
      const float x = number(), y = number(), z = number();
      content_.normals.emplace_back(x, y, z);
    } else if (keyword == "f" || keyword == "fo") {
      read_face();
    } else if (keyword == "usemtl") {
      material_ = text_.rest_of_line();
    } else if (keyword == "mtllib") {
      content_.libraries.emplace_back(text_.rest_of_line());
    }
  }

  std::optional<float> optional_number() {
    const std::string_view word = text_.next_word();
    if (word.empty() || word.front() == '#') return std::nullopt;
    const std::optional<double> value = parse_number(word);
    if (!value) fail("something stands where a number should");
    return static_cast<float>(*value);
  }
  float number() {
    const std::optional<float> value = optional_number();
    if (!value) fail("a number is missing");
    return *value;
  }

  void read_position() {
    const float x = number(), y = number(), z = number();
    content_.positions.emplace_back(x, y, z);
    std::array<float, 4> more{};
    std::size_t num_more = 0;
    while (num_more < more.size()) {
      const std::optional<float> value = optional_number();
      if (!value) break;
      more[num_more++] = *value;
    }
    // One more number is a weight, three are a colour, four a weight and a colour.
    if (num_more < 3) return;
    const float* color = more.data() + (num_more - 3);
    content_.colors.resize(content_.positions.size() - 1, glm::vec3(1.0f));
    content_.colors.emplace_back(color[0], color[1], color[2]);
  }

  std::uint32_t index(std::string_view word, std::size_t count) const {
    const std::optional<std::int64_t> value = parse_integer(word);
    if (!value) fail("a face has something that is not a number");
    // Negative numbers count back from the newest.
    const std::int64_t found = *value < 0 ? static_cast<std::int64_t>(count) + *value : *value - 1;
    if (found < 0 || found >= static_cast<std::int64_t>(count)) fail("a face names something that is not there");
    return static_cast<std::uint32_t>(found);
  }

  Corner parse_corner(std::string_view word) const {
    Corner corner;
    const std::size_t first = word.find('/');
    corner.position = index(word.substr(0, first), content_.positions.size());
    if (first == word.npos) return corner;
    const std::size_t second = word.find('/', first + 1);
    const std::string_view uv = word.substr(first + 1, second == word.npos ? word.npos : second - first - 1);
    if (!uv.empty()) corner.uv = index(uv, content_.uvs.size());
    if (second == word.npos) return corner;
    const std::string_view normal = word.substr(second + 1);
    if (!normal.empty()) corner.normal = index(normal, content_.normals.size());
    return corner;
  }

  void read_face() {
    corners_.clear();
    for (;;) {
      const std::string_view word = text_.next_word();
      if (word.empty() || word.front() == '#') break;
      corners_.push_back(parse_corner(word));
    }
    if (corners_.size() < 3) fail("a face has fewer than three corners");
    check_face_count(source_.path, content_.triangles.size() + corners_.size() - 2);
    order_.clear();
    points_.clear();
    cut_.clear();
    for (const Corner& corner : corners_) {
      order_.push_back(static_cast<std::uint32_t>(order_.size()));
      points_.push_back(content_.positions[corner.position]);
    }
    add_polygon(order_, points_, cut_);
    for (const glm::uvec3& face : cut_)
      content_.triangles.push_back({corners_[face.x], corners_[face.y], corners_[face.z]});
    std::vector<std::string>& used = content_.used_materials;
    if (!material_.empty() && (used.empty() || used.back() != material_)) used.emplace_back(material_);
  }

  const MeshSource& source_;
  TextScanner text_;
  Content content_;
  std::string_view material_;
  std::uint64_t line_number_ = 0;
  std::vector<Corner> corners_;
  std::vector<std::uint32_t> order_;
  std::vector<glm::vec3> points_;
  std::vector<glm::uvec3> cut_;
};

/// Gives each combination of position, texture coordinate and normal a vertex. The first one of a position takes the
/// position's own number, so that files without seams keep their order.
class VertexTable {
 public:
  explicit VertexTable(const Content& content) : content_(content), first_(content.positions.size()) {
    mesh_.positions = content.positions;
    mesh_.colors = content.colors;
    for (const Triangle& triangle : content.triangles) {
      for (const Corner& corner : triangle) {
        has_uvs_ = has_uvs_ || corner.uv != kNone;
        has_normals_ = has_normals_ && corner.normal != kNone;
      }
    }
    if (has_uvs_) mesh_.uvs.resize(content.positions.size(), glm::vec2(0.0f));
    if (has_normals_) mesh_.normals.resize(content.positions.size(), glm::vec3(0.0f, 0.0f, 1.0f));
  }

  mesh::Mesh build() {
    mesh_.faces.reserve(content_.triangles.size());
    for (const Triangle& triangle : content_.triangles)
      mesh_.faces.emplace_back(vertex(triangle[0]), vertex(triangle[1]), vertex(triangle[2]));
    return std::move(mesh_);
  }

 private:
  std::uint32_t vertex(Corner corner) {
    if (!has_uvs_) corner.uv = kNone;
    if (!has_normals_) corner.normal = kNone;
    Corner& first = first_[corner.position];
    if (first.position == kNone) {
      first = corner;
      set(corner.position, corner);
      return corner.position;
    }
    if (first == corner) return corner.position;
    const auto next = static_cast<std::uint32_t>(mesh_.positions.size());
    const auto [found, is_new] = others_.try_emplace(corner, next);
    if (!is_new) return found->second;
    mesh_.positions.push_back(mesh_.positions[corner.position]);
    if (!mesh_.colors.empty()) mesh_.colors.push_back(mesh_.colors[corner.position]);
    if (has_uvs_) mesh_.uvs.emplace_back(0.0f);
    if (has_normals_) mesh_.normals.emplace_back(0.0f, 0.0f, 1.0f);
    set(next, corner);
    return next;
  }

  void set(std::uint32_t vertex, const Corner& corner) {
    if (corner.uv != kNone) mesh_.uvs[vertex] = content_.uvs[corner.uv];
    if (corner.normal != kNone) mesh_.normals[vertex] = content_.normals[corner.normal];
  }

  const Content& content_;
  std::vector<Corner> first_;
  std::unordered_map<Corner, std::uint32_t, CornerHash> others_;
  mesh::Mesh mesh_;
  bool has_uvs_ = false;
  bool has_normals_ = true;
};

/// The picture that a line of a material library names, after its options.
std::string picture_name(TextScanner& line) {
  const std::string_view name = line.rest_of_line();
  if (name.empty() || name.front() != '-') return std::string(name);
  return std::string(name.substr(name.find_last_of(" \t") + 1));
}

/// Names of a material's pictures; empty without.
struct MaterialPictures {
  std::string color, normals;
};

/// Pictures by material, from the libraries that lie beside the file.
std::map<std::string, MaterialPictures, std::less<>> material_pictures(const MeshSource& source,
                                                                       const Content& content) {
  std::map<std::string, MaterialPictures, std::less<>> pictures;
  for (const std::string& library : content.libraries) {
    const auto path = path_beside(source.path, library);
    std::vector<std::uint8_t> bytes;
    try {
      if (!path) throw Error(ErrorCode::NotFound, fmt::format("'{}' lies outside the mesh's folder.", library));
      bytes = read_file(*path, kMaxLibraryBytes);
    } catch (const Error& error) {
      source.warnings.push_back(fmt::format("The mesh is read without its materials: {}", error.what()));
      continue;
    }
    std::string material;
    const auto keep_first = [](std::string& name, std::string found) {
      if (name.empty()) name = std::move(found);
    };
    for (TextScanner text(bytes); !text.is_at_end(); text.next_line()) {
      const std::string_view keyword = text.next_word();
      if (keyword == "newmtl") material = text.rest_of_line();
      if (keyword == "map_Kd") keep_first(pictures[material].color, picture_name(text));
      if (keyword == "norm") keep_first(pictures[material].normals, picture_name(text));
    }
  }
  return pictures;
}

/// Gives a mesh the pictures of the first material that has a base colour picture.
void find_pictures(const MeshSource& source, const Content& content, mesh::Mesh& mesh) {
  const auto pictures = material_pictures(source, content);
  for (const std::string& material : content.used_materials) {
    const auto found = pictures.find(material);
    if (found == pictures.end() || found->second.color.empty()) continue;
    mesh.texture = texture_beside(source, found->second.color);
    if (!found->second.normals.empty()) mesh.normal_map = texture_beside(source, found->second.normals);
    return;
  }
}

/// Some programs write colours as 0 to 255.
void scale_colors(std::vector<glm::vec3>& colors) {
  const bool is_bytes = std::any_of(colors.begin(), colors.end(),
                                    [](const glm::vec3& c) { return c.x > 1.0f || c.y > 1.0f || c.z > 1.0f; });
  if (!is_bytes) return;
  for (glm::vec3& color : colors) color /= 255.0f;
}

}  // namespace

mesh::Mesh read_obj(const MeshSource& source) {
  Content content = LineReader(source).read();
  if (!content.colors.empty()) content.colors.resize(content.positions.size(), glm::vec3(1.0f));
  scale_colors(content.colors);
  mesh::Mesh mesh = VertexTable(content).build();
  if (!mesh.uvs.empty()) find_pictures(source, content, mesh);
  return mesh;
}

}  // namespace core::io
