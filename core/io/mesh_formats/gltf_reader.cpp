// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <deque>
#include <glm/geometric.hpp>
#include <glm/gtc/matrix_transform.hpp>
#include <glm/gtc/quaternion.hpp>
#include <glm/gtc/type_ptr.hpp>
#include <glm/matrix.hpp>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/base/error.h"
#include "core/image/color_space.h"
#include "core/io/mesh_formats/gltf_data.h"
#include "core/io/mesh_formats/mesh_codec.h"

// Source of the format: Khronos Group, glTF 2.0 specification.
namespace core::io {
namespace {

using Json = nlohmann::json;
using Bytes = std::span<const std::uint8_t>;

constexpr std::size_t kMaxJsonBytes = 64 << 20;
constexpr int kMaxDepth = 64;

template <class T>
T as(const std::uint8_t* raw) {
  T value;
  std::memcpy(&value, raw, sizeof(T));
  return value;
}

/// The parts of a file: its JSON, its buffers, and typed access to them. Every offset is checked against what is there.
class Document {
 public:
  explicit Document(const MeshSource& source) : source_(source) {
    constexpr std::string_view kMagic = "glTF";
    const bool is_binary = source.bytes.size() >= 4 && std::equal(kMagic.begin(), kMagic.end(), source.bytes.begin());
    Bytes text = source.bytes;
    if (is_binary) text = split_chunks();
    if (text.size() > kMaxJsonBytes) {
      throw Error(ErrorCode::LimitExceeded, fmt::format("'{}' has a description of {} bytes; the limit is {}.",
                                                        source.path.string(), text.size(), kMaxJsonBytes));
    }
    json_ = Json::parse(text.begin(), text.end());
    if (!json_.is_object()) fail("it is not glTF");
    check_version();
    buffers_.resize(list("buffers").size());
  }

  [[noreturn]] void fail(const std::string& why) const { throw_damaged_mesh(source_.path, why); }
  const MeshSource& source() const { return source_; }
  const Json& json() const { return json_; }

  /// One of the document's lists; empty if it has none.
  const Json& list(const char* name) const {
    static const Json kEmpty = Json::array();
    const auto found = json_.find(name);
    return found == json_.end() ? kEmpty : *found;
  }
  const Json& item(const char* name, std::uint64_t index) const {
    const Json& items = list(name);
    if (!items.is_array() || index >= items.size()) fail(fmt::format("it names one of its {} that is not there", name));
    return items[index];
  }
  /// A whole number of 0 or more; `missing` if there is none of that name.
  std::uint64_t number(const Json& object, const char* name, std::optional<std::uint64_t> missing = {}) const {
    constexpr std::int64_t kMax = std::int64_t{1} << 40;
    const auto found = object.find(name);
    if (found == object.end()) {
      if (!missing) fail(fmt::format("its field '{}' is missing", name));
      return *missing;
    }
    if (!found->is_number_integer() || found->get<std::int64_t>() < 0 || found->get<std::int64_t>() > kMax)
      fail(fmt::format("its field '{}' is not a number that can be", name));
    return found->get<std::uint64_t>();
  }

  Bytes view(std::uint64_t index) {
    const Json& view = item("bufferViews", index);
    const Bytes buffer = this->buffer(number(view, "buffer"));
    const std::uint64_t offset = number(view, "byteOffset", 0), length = number(view, "byteLength");
    if (offset > buffer.size() || length > buffer.size() - offset) fail("a part of its data lies outside its buffer");
    return buffer.subspan(offset, length);
  }

  /// All components of an accessor, one element after the other.
  std::vector<float> floats(std::uint64_t index, std::string_view type, std::size_t num_components) {
    return float_components(elements(index, type, num_components), num_components);
  }
  std::vector<std::uint32_t> indices(std::uint64_t index) {
    auto values = index_components(elements(index, "SCALAR", 1));
    if (!values) fail("its indices are not whole numbers");
    return std::move(*values);
  }
  std::string_view accessor_type(std::uint64_t index) const {
    return item("accessors", index).at("type").get_ref<const std::string&>();
  }

  /// What a URI means: data inside it, or a file beside the document.
  std::vector<std::uint8_t> resource(const std::string& uri) const {
    if (uri.starts_with("data:")) {
      const std::size_t comma = uri.find(";base64,");
      auto bytes = comma == uri.npos ? std::nullopt : decode_base64(std::string_view(uri).substr(comma + 8));
      if (!bytes) fail("data inside it is not base64");
      return std::move(*bytes);
    }
    const auto path = path_beside(source_.path, percent_decoded(uri));
    if (!path) fail(fmt::format("it names '{}', which lies outside its folder", uri));
    return read_file(*path, kMaxMeshBytes);
  }

 private:
  /// Sets the binary chunk of a GLB and gives the text chunk.
  Bytes split_chunks() {
    constexpr std::size_t kHeader = 12, kChunkHeader = 8;
    constexpr std::uint32_t kJsonChunk = 0x4e4f534a, kBinaryChunk = 0x004e4942;
    Bytes left = source_.bytes;
    if (left.size() < kHeader + kChunkHeader) fail("it ends within its header");
    if (as<std::uint32_t>(left.data() + 4) != 2) {
      throw Error(ErrorCode::Unsupported,
                  fmt::format("'{}' is glTF of another version than 2. Export it again.", source_.path.string()));
    }
    const std::uint32_t length = as<std::uint32_t>(left.data() + 8);
    if (length < kHeader || length > left.size()) fail("it ends too early");
    left = left.subspan(kHeader, length - kHeader);
    Bytes text;
    while (left.size() >= kChunkHeader) {
      const std::uint32_t size = as<std::uint32_t>(left.data()), type = as<std::uint32_t>(left.data() + 4);
      left = left.subspan(kChunkHeader);
      if (size > left.size()) fail("one of its chunks ends too early");
      if (type == kJsonChunk && text.empty()) text = left.first(size);
      if (type == kBinaryChunk && binary_.empty()) binary_ = left.first(size);
      left = left.subspan(size);
    }
    if (text.empty()) fail("it has no description");
    return text;
  }

  void check_version() const {
    const auto asset = json_.find("asset");
    if (asset == json_.end() || !asset->is_object()) fail("it is not glTF");
    if (!asset->value("version", std::string()).starts_with("2")) {
      throw Error(ErrorCode::Unsupported,
                  fmt::format("'{}' is glTF of another version than 2. Export it again.", source_.path.string()));
    }
    for (const Json& extension : list("extensionsRequired")) {
      const std::string name = extension.get<std::string>();
      // Materials may be simplified, geometry not.
      if (name == "KHR_draco_mesh_compression" || name == "EXT_meshopt_compression" ||
          name == "KHR_texture_transform") {
        throw Error(ErrorCode::Unsupported,
                    fmt::format("'{}' needs the extension {}, which is not read. Export it without.",
                                source_.path.string(), name));
      }
    }
  }

  Bytes buffer(std::uint64_t index) {
    const Json& buffer = item("buffers", index);
    const auto uri = buffer.find("uri");
    if (uri == buffer.end()) {
      if (index != 0) fail("one of its buffers has no content");
      return binary_;
    }
    std::optional<std::vector<std::uint8_t>>& loaded = buffers_.at(index);
    if (!loaded) loaded = resource(uri->get<std::string>());
    return *loaded;
  }

  GltfElements elements(std::uint64_t index, std::string_view type, std::size_t num_components) {
    const Json& accessor = item("accessors", index);
    if (accessor_type(index) != type) fail("its data is of another type than it is used for");
    if (accessor.contains("sparse") || !accessor.contains("bufferView")) {
      throw Error(
          ErrorCode::Unsupported,
          fmt::format("'{}' has sparse accessors, which are not read. Export it without.", source_.path.string()));
    }
    const auto component = gltf_component(number(accessor, "componentType"));
    if (!component) fail("its data is of an unknown type");
    const std::uint64_t view_index = number(accessor, "bufferView"), offset = number(accessor, "byteOffset", 0);
    const std::size_t element = num_components * size_of(*component);
    const std::uint64_t stride = number(item("bufferViews", view_index), "byteStride", element);
    const std::uint64_t count = number(accessor, "count");
    if (stride < element || stride > 65536) fail("its data is packed too tightly");
    const Bytes bytes = view(view_index);
    // Each element takes a byte at least, so that the product below cannot overflow.
    if (count > bytes.size() || offset > bytes.size() ||
        (count > 0 && (count - 1) * stride + element > bytes.size() - offset)) {
      fail("its data ends too early");
    }
    return {bytes.subspan(offset), count, stride, *component, accessor.value("normalized", false)};
  }

  const MeshSource& source_;
  Json json_;
  Bytes binary_;
  std::deque<std::optional<std::vector<std::uint8_t>>> buffers_;
};

/// One primitive in its node's frame.
struct Part {
  std::vector<float> positions, normals, uvs, colors;
  std::size_t color_components = 3;
  std::vector<glm::uvec3> faces;
};

/// The triangles of a list of corners (mode 4), a strip (5) or a fan (6).
std::vector<glm::uvec3> triangles(const std::vector<std::uint32_t>& corners, std::uint64_t mode) {
  std::vector<glm::uvec3> faces;
  const std::size_t step = mode == 4 ? 3 : 1;
  faces.reserve(corners.size() / step);
  for (std::size_t i = 2; i < corners.size(); i += step) {
    glm::uvec3 face(corners[mode == 6 ? 0 : i - 2], corners[i - 1], corners[i]);
    if (mode == 5 && i % 2 == 1) std::swap(face.x, face.y);
    faces.push_back(face);
  }
  return faces;
}

/// Walks through the scene and puts its primitives together.
class Assembly {
 public:
  explicit Assembly(const MeshSource& source) : document_(source) {}

  mesh::Mesh build() {
    visited_.resize(document_.list("nodes").size(), false);
    for (const std::uint64_t node : roots()) add_node(node, glm::mat4(1.0f), 0);
    if (document_.list("nodes").empty()) {
      for (std::uint64_t i = 0; i < document_.list("meshes").size(); ++i) add_mesh(i, glm::mat4(1.0f));
    }
    const std::size_t count = mesh_.positions.size();
    if (mesh_.normals.size() != count) mesh_.normals.clear();
    if (!mesh_.uvs.empty()) mesh_.uvs.resize(count, glm::vec2(0.0f));
    if (!mesh_.colors.empty()) mesh_.colors.resize(count, glm::vec3(1.0f));
    return std::move(mesh_);
  }

 private:
  /// Nodes of the scene that is shown; without scenes, nodes that are nobody's children.
  std::vector<std::uint64_t> roots() const {
    const Json& scenes = document_.list("scenes");
    std::vector<std::uint64_t> result;
    if (!scenes.empty()) {
      const Json& scene = document_.item("scenes", document_.number(document_.json(), "scene", 0));
      if (scene.contains("nodes")) result = scene["nodes"].get<std::vector<std::uint64_t>>();
      return result;
    }
    const Json& nodes = document_.list("nodes");
    std::vector<bool> is_child(nodes.size(), false);
    for (const Json& node : nodes) {
      if (!node.contains("children")) continue;
      for (const std::uint64_t child : node["children"].get<std::vector<std::uint64_t>>()) {
        if (child < is_child.size()) is_child[child] = true;
      }
    }
    for (std::uint64_t i = 0; i < nodes.size(); ++i) {
      if (!is_child[i]) result.push_back(i);
    }
    return result;
  }

  template <class Vector>
  Vector vector_of(const Json& node, const char* name, Vector missing) const {
    const auto found = node.find(name);
    if (found == node.end()) return missing;
    const auto values = found->get<std::vector<float>>();
    if (values.size() != sizeof(Vector) / sizeof(float)) document_.fail(fmt::format("a node's {} is damaged", name));
    Vector result(0.0f);
    std::memcpy(glm::value_ptr(result), values.data(), sizeof(Vector));
    return result;
  }

  glm::mat4 transform_of(const Json& node) const {
    if (node.contains("matrix")) return vector_of(node, "matrix", glm::mat4(1.0f));
    const auto scale = vector_of(node, "scale", glm::vec3(1.0f)),
               place = vector_of(node, "translation", glm::vec3(0.0f));
    const auto turn = vector_of(node, "rotation", glm::vec4(0.0f, 0.0f, 0.0f, 1.0f));
    glm::mat4 transform = glm::translate(glm::mat4(1.0f), place);
    transform *= glm::mat4_cast(glm::quat(turn.w, turn.x, turn.y, turn.z));
    return glm::scale(transform, scale);
  }

  void add_node(std::uint64_t index, const glm::mat4& parent, int depth) {
    const Json& node = document_.item("nodes", index);
    // Nodes form trees: whoever is met twice is in a circle.
    if (depth > kMaxDepth || visited_[index]) document_.fail("its nodes are nested too deeply or in a circle");
    visited_[index] = true;
    const glm::mat4 transform = parent * transform_of(node);
    if (node.contains("mesh")) add_mesh(document_.number(node, "mesh"), transform);
    if (!node.contains("children")) return;
    for (const std::uint64_t child : node["children"].get<std::vector<std::uint64_t>>())
      add_node(child, transform, depth + 1);
  }

  void add_mesh(std::uint64_t index, const glm::mat4& transform) {
    for (const Json& primitive : document_.item("meshes", index).at("primitives")) {
      const std::uint64_t mode = document_.number(primitive, "mode", 4);
      if (mode < 4 || mode > 6) continue;  // points and lines
      add_part(read_part(primitive, mode), transform);
    }
  }

  Part read_part(const Json& primitive, std::uint64_t mode) {
    const Json& attributes = primitive.at("attributes");
    Part part;
    const std::uint64_t position = document_.number(attributes, "POSITION");
    part.positions = document_.floats(position, "VEC3", 3);
    const std::size_t count = part.positions.size() / 3;
    if (attributes.contains("NORMAL"))
      part.normals = document_.floats(document_.number(attributes, "NORMAL"), "VEC3", 3);
    const std::string uv_name = fmt::format("TEXCOORD_{}", find_texture(primitive));
    if (attributes.contains(uv_name))
      part.uvs = document_.floats(document_.number(attributes, uv_name.c_str()), "VEC2", 2);
    if (attributes.contains("COLOR_0")) {
      const std::uint64_t color = document_.number(attributes, "COLOR_0");
      part.color_components = document_.accessor_type(color) == "VEC4" ? 4 : 3;
      part.colors = document_.floats(color, part.color_components == 4 ? "VEC4" : "VEC3", part.color_components);
    }
    if ((!part.normals.empty() && part.normals.size() != 3 * count) ||
        (!part.uvs.empty() && part.uvs.size() != 2 * count) ||
        (!part.colors.empty() && part.colors.size() != part.color_components * count)) {
      document_.fail("its vertices do not all have the same attributes");
    }
    std::vector<std::uint32_t> corners;
    if (primitive.contains("indices")) {
      corners = document_.indices(document_.number(primitive, "indices"));
    } else {
      corners.resize(count);
      for (std::size_t i = 0; i < count; ++i) corners[i] = static_cast<std::uint32_t>(i);
    }
    if (std::any_of(corners.begin(), corners.end(), [count](std::uint32_t corner) { return corner >= count; }))
      document_.fail("a face names a vertex that is not there");
    check_face_count(document_.source().path, mesh_.faces.size() + corners.size() / (mode == 4 ? 3 : 1));
    check_face_count(document_.source().path, (mesh_.positions.size() + count) / 3);
    part.faces = triangles(corners, mode);
    return part;
  }

  void add_part(const Part& part, const glm::mat4& transform) {
    const std::size_t offset = mesh_.positions.size(), count = part.positions.size() / 3;
    const bool is_plain = transform == glm::mat4(1.0f);
    const glm::mat3 linear(transform);
    const float determinant = glm::determinant(linear);
    const glm::mat3 normal_matrix =
        is_plain || determinant == 0.0f ? glm::mat3(1.0f) : glm::transpose(glm::inverse(linear));
    for (std::size_t v = 0; v < count; ++v) {
      const glm::vec3 p(part.positions[3 * v], part.positions[3 * v + 1], part.positions[3 * v + 2]);
      mesh_.positions.push_back(is_plain ? p : glm::vec3(transform * glm::vec4(p, 1.0f)));
      if (part.normals.empty()) continue;
      glm::vec3 n(part.normals[3 * v], part.normals[3 * v + 1], part.normals[3 * v + 2]);
      if (!is_plain) n = normal_matrix * n;
      const float length = glm::length(n);
      mesh_.normals.push_back(is_plain || !(length > 0.0f) ? n : n / length);
    }
    // Parts that lack what others have get neutral values.
    if (!part.uvs.empty()) mesh_.uvs.resize(offset, glm::vec2(0.0f));
    for (std::size_t v = 0; 2 * v < part.uvs.size(); ++v) mesh_.uvs.emplace_back(part.uvs[2 * v], part.uvs[2 * v + 1]);
    if (!part.colors.empty()) mesh_.colors.resize(offset, glm::vec3(1.0f));
    for (std::size_t v = 0; part.color_components * v < part.colors.size(); ++v) {
      const float* c = part.colors.data() + part.color_components * v;
      const auto srgb = [](float linear_value) {
        return image::srgb_from_linear(std::clamp(linear_value, 0.0f, 1.0f));
      };
      mesh_.colors.emplace_back(srgb(c[0]), srgb(c[1]), srgb(c[2]));
    }
    for (const glm::uvec3& f : part.faces)
      mesh_.faces.push_back((determinant < 0.0f ? glm::uvec3(f.x, f.z, f.y) : f) + static_cast<std::uint32_t>(offset));
  }

  /// Reads the first base colour texture there is, with its material's normal map. Gives the set of texture coordinates
  /// the primitive uses.
  std::uint64_t find_texture(const Json& primitive) {
    if (!primitive.contains("material")) return 0;
    const Json& material = document_.item("materials", document_.number(primitive, "material"));
    const auto surface = material.find("pbrMetallicRoughness");
    if (surface == material.end() || !surface->contains("baseColorTexture")) return 0;
    const Json& use = (*surface)["baseColorTexture"];
    const std::uint64_t uv_set = document_.number(use, "texCoord", 0);
    if (std::exchange(has_looked_for_texture_, true)) return uv_set;
    mesh_.texture = picture_used(use);
    const auto normals = material.find("normalTexture");
    // Meshes have one set of coordinates.
    if (normals != material.end() && document_.number(*normals, "texCoord", 0) == uv_set)
      mesh_.normal_map = picture_used(*normals);
    return uv_set;
  }

  std::shared_ptr<const image::Image8> picture_used(const Json& use) {
    const Json& texture = document_.item("textures", document_.number(use, "index"));
    if (!texture.contains("source")) return nullptr;
    return picture(document_.item("images", document_.number(texture, "source")));
  }

  std::shared_ptr<const image::Image8> picture(const Json& image) {
    const std::string name = fmt::format("the texture of {}", document_.source().path.string());
    try {
      if (image.contains("bufferView"))
        return texture_of(decode_picture(document_.view(document_.number(image, "bufferView")), name));
      const auto& uri = image.at("uri").get_ref<const std::string&>();
      if (!uri.starts_with("data:")) return texture_beside(document_.source(), percent_decoded(uri));
      return texture_of(decode_picture(document_.resource(uri), name));
    } catch (const Error& error) {
      document_.source().warnings.push_back(fmt::format("The mesh is read without its texture: {}", error.what()));
      return nullptr;
    }
  }

  Document document_;
  std::vector<bool> visited_;
  bool has_looked_for_texture_ = false;
  mesh::Mesh mesh_;
};

}  // namespace

mesh::Mesh read_gltf(const MeshSource& source) {
  try {
    return Assembly(source).build();
  } catch (const nlohmann::json::exception&) {
    throw_damaged_mesh(source.path, "its description (JSON) is damaged");
  }
}

}  // namespace core::io
