// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <zip.h>

#include <algorithm>
#include <glm/mat4x3.hpp>
#include <glm/matrix.hpp>
#include <map>

#include "core/base/error.h"
#include "core/io/mesh_formats/mesh_codec.h"
#include "core/io/mesh_formats/text_scanner.h"
#include "core/io/mesh_formats/xml_reader.h"

// Source: 3MF Consortium, Core Specification 1.3 and Production Extension 1.1 (objects in further model parts).
namespace core::io {
namespace {

constexpr std::uint64_t kMaxUnpackedBytes = kMaxMeshBytes;  ///< of all parts together
constexpr int kMaxDepth = 16;
constexpr std::size_t kMaxInstances = 100'000;

/// A zip archive that is read from memory.
class Archive {
 public:
  explicit Archive(const MeshSource& source) : path_(source.path) {
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* bytes = zip_source_buffer_create(source.bytes.data(), source.bytes.size(), 0, &error);
    archive_ = bytes != nullptr ? zip_open_from_source(bytes, ZIP_RDONLY, &error) : nullptr;
    if (archive_ == nullptr && bytes != nullptr) zip_source_free(bytes);
    zip_error_fini(&error);
    if (archive_ == nullptr) throw_damaged_mesh(path_, "its container (zip) is damaged");
  }
  ~Archive() { zip_discard(archive_); }
  Archive(const Archive&) = delete;
  Archive& operator=(const Archive&) = delete;

  bool has(const std::string& name) const { return zip_name_locate(archive_, name.c_str(), ZIP_FL_NOCASE) >= 0; }

  /// The whole part; its checksum is compared. What the directory says about the size is not trusted.
  std::string read(const std::string& name) {
    const zip_int64_t index = zip_name_locate(archive_, name.c_str(), ZIP_FL_NOCASE);
    const std::unique_ptr<zip_file_t, int (*)(zip_file_t*)> file(
        index >= 0 ? zip_fopen_index(archive_, static_cast<zip_uint64_t>(index), 0) : nullptr, zip_fclose);
    if (file == nullptr) throw_damaged_mesh(path_, fmt::format("its part '{}' is missing or cannot be opened", name));
    std::string text;
    for (;;) {
      constexpr std::size_t kStep = 1 << 20;
      const std::size_t size = text.size();
      text.resize(size + kStep);
      const zip_int64_t count = zip_fread(file.get(), text.data() + size, kStep);
      if (count < 0) throw_damaged_mesh(path_, fmt::format("its part '{}' is damaged", name));
      text.resize(size + static_cast<std::size_t>(count));
      if (count == 0) return text;
      num_bytes_ += static_cast<std::uint64_t>(count);
      if (num_bytes_ > kMaxUnpackedBytes) {
        throw Error(ErrorCode::LimitExceeded, fmt::format("'{}' holds more than {} bytes when it is unpacked.",
                                                          path_.string(), kMaxUnpackedBytes));
      }
    }
  }

 private:
  const std::filesystem::path& path_;
  zip_t* archive_ = nullptr;
  std::uint64_t num_bytes_ = 0;
};

struct Component {
  std::string part, id;
  glm::mat4x3 transform{1.0f};
};
struct Object {
  std::vector<glm::vec3> positions;
  std::vector<glm::uvec3> faces;
  std::vector<Component> components;
  bool is_built = true;  ///< not a support
};
struct Part {
  std::map<std::string, Object, std::less<>> objects;
  std::vector<Component> items;
  float millimetres = 1.0f;  ///< length of its unit
};

float millimetres_of(std::string_view unit) {
  static constexpr std::pair<std::string_view, float> kUnits[] = {
      {"micron", 1e-3f}, {"centimeter", 10.0f}, {"inch", 25.4f}, {"foot", 304.8f}, {"meter", 1000.0f}};
  for (const auto& [name, length] : kUnits) {
    if (unit == name) return length;
  }
  return 1.0f;
}

std::string part_name(std::string_view path) { return std::string(path.starts_with('/') ? path.substr(1) : path); }

/// Reads one model part.
class PartReader {
 public:
  PartReader(const MeshSource& source, const std::string& name, std::string_view text)
      : source_(source), name_(name), xml_(text, source.path) {}

  Part read() {
    for (;;) {
      const XmlReader::Event event = xml_.next();
      if (event == XmlReader::Event::Finish) return std::move(part_);
      if (event == XmlReader::Event::Start) {
        start(xml_.name());
      } else if (xml_.name() == "object" && object_ != nullptr) {
        check_object();
        object_ = nullptr;
      }
    }
  }

 private:
  [[noreturn]] void fail(const char* why) const { throw_damaged_mesh(source_.path, why); }

  void start(std::string_view element) {
    if (element == "vertex" && object_ != nullptr) {
      object_->positions.emplace_back(number("x"), number("y"), number("z"));
    } else if (element == "triangle" && object_ != nullptr) {
      object_->faces.emplace_back(index("v1"), index("v2"), index("v3"));
      check_face_count(source_.path, object_->faces.size());
    } else if (element == "object") {
      object_ = &part_.objects[std::string(xml_.attribute("id"))];
      object_->is_built = xml_.attribute("type") != "support";
    } else if (element == "component" && object_ != nullptr) {
      object_->components.push_back(component());
    } else if (element == "item") {
      part_.items.push_back(component());
    } else if (element == "model") {
      part_.millimetres = millimetres_of(xml_.attribute("unit"));
    }
  }

  float number(std::string_view name) const {
    const auto value = parse_number(xml_.attribute(name));
    if (!value) fail("a vertex has no three numbers");
    return static_cast<float>(*value);
  }
  std::uint32_t index(std::string_view name) const {
    const auto value = parse_integer(xml_.attribute(name));
    if (!value || *value < 0 || *value > 0xffffffff) fail("a triangle does not name three vertices");
    return static_cast<std::uint32_t>(*value);
  }

  Component component() const {
    Component result;
    result.id = xml_.attribute("objectid");
    const std::string_view path = xml_.attribute("path");
    result.part = path.empty() ? name_ : part_name(path);
    const std::string_view transform = xml_.attribute("transform");
    if (transform.empty()) return result;
    TextScanner text(transform);
    for (int row = 0; row < 4; ++row) {
      for (int column = 0; column < 3; ++column) {
        const auto value = parse_number(text.next_word_anywhere());
        if (!value) fail("a transform is not made of twelve numbers");
        result.transform[row][column] = static_cast<float>(*value);
      }
    }
    return result;
  }

  void check_object() const {
    const std::size_t count = object_->positions.size();
    for (const glm::uvec3& f : object_->faces) {
      if (std::max({f.x, f.y, f.z}) >= count) fail("a triangle names a vertex that is not there");
    }
  }

  const MeshSource& source_;
  const std::string& name_;
  XmlReader xml_;
  Part part_;
  Object* object_ = nullptr;
};

/// Puts together what the build section of the root model names.
class Assembly {
 public:
  explicit Assembly(const MeshSource& source) : source_(source), archive_(source) {}

  mesh::Mesh build() {
    const std::string root = root_part();
    const Part& part = load(root);
    for (const Component& item : part.items) add(item, glm::mat4(1.0f), 0);
    for (glm::vec3& p : mesh_.positions) p *= part.millimetres;
    return std::move(mesh_);
  }

 private:
  std::string root_part() {
    if (archive_.has("_rels/.rels")) {
      const std::string relations = archive_.read("_rels/.rels");
      XmlReader xml(relations, source_.path);
      for (XmlReader::Event event = xml.next(); event != XmlReader::Event::Finish; event = xml.next()) {
        if (event == XmlReader::Event::Start && xml.attribute("Type").ends_with("/3dmodel"))
          return part_name(xml.attribute("Target"));
      }
    }
    return "3D/3dmodel.model";
  }

  const Part& load(const std::string& name) {
    const auto found = parts_.find(name);
    if (found != parts_.end()) return found->second;
    const std::string text = archive_.read(name);
    return parts_.emplace(name, PartReader(source_, name, text).read()).first->second;
  }

  void add(const Component& component, const glm::mat4& parent, int depth) {
    if (depth > kMaxDepth || ++num_instances_ > kMaxInstances)
      throw_damaged_mesh(source_.path, "its objects are nested too deeply");
    const Part& part = load(component.part);
    const auto found = part.objects.find(component.id);
    if (found == part.objects.end())
      throw_damaged_mesh(source_.path, fmt::format("its object '{}' is missing", component.id));
    const Object& object = found->second;
    if (!object.is_built) return;
    const glm::mat4 transform = parent * glm::mat4(component.transform);
    add_faces(object, transform);
    for (const Component& inner : object.components) add(inner, transform, depth + 1);
  }

  void add_faces(const Object& object, const glm::mat4& transform) {
    check_face_count(source_.path, mesh_.faces.size() + object.faces.size());
    check_face_count(source_.path, (mesh_.positions.size() + object.positions.size()) / 3);
    const auto offset = static_cast<std::uint32_t>(mesh_.positions.size());
    const bool is_plain = transform == glm::mat4(1.0f);
    for (const glm::vec3& p : object.positions)
      mesh_.positions.push_back(is_plain ? p : glm::vec3(transform * glm::vec4(p, 1.0f)));
    const bool is_mirrored = glm::determinant(glm::mat3(transform)) < 0.0f;
    for (const glm::uvec3& f : object.faces)
      mesh_.faces.push_back((is_mirrored ? glm::uvec3(f.x, f.z, f.y) : f) + offset);
  }

  const MeshSource& source_;
  Archive archive_;
  std::map<std::string, Part> parts_;
  std::size_t num_instances_ = 0;
  mesh::Mesh mesh_;
};

}  // namespace

mesh::Mesh read_3mf(const MeshSource& source) { return Assembly(source).build(); }

}  // namespace core::io
