// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/io/mesh_file.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/io/mesh_formats/mesh_writer.h"
#include "core/mesh/rasterizer.h"
#include "core/mesh/topology.h"

namespace core::io {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kMaxMeshBytes = std::uint64_t{1} << 30;
constexpr float kDefaultMetres = 1.0f;
constexpr float kDefaultMillimetres = 100.0f;

struct Entry {
  MeshFormat format;
  WriteMesh write;
};

/// Every format that can be written; a new one is a line in here.
const std::vector<Entry>& entries() {
  static const std::vector<Entry> list = {
      {{"GLB", ".glb", true, true, false, false}, write_glb}, {{"OBJ", ".obj", true, true, false, false}, write_obj},
      {{"PLY", ".ply", false, true, false, true}, write_ply}, {{"STL", ".stl", false, false, true, true}, write_stl},
      {{"3MF", ".3mf", false, false, true, true}, write_3mf},
  };
  return list;
}

std::string lower_extension(const fs::path& path) {
  std::string extension = path.extension().string();
  std::transform(extension.begin(), extension.end(), extension.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return extension;
}

const Entry& entry_for(const fs::path& path) {
  const std::string extension = lower_extension(path);
  for (const Entry& entry : entries()) {
    if (entry.format.extension == extension) return entry;
  }
  throw Error(ErrorCode::Usage,
              fmt::format("'{}' does not end in a mesh format that can be written: .glb, .obj, .ply, .stl or .3mf.",
                          path.string()));
}

bool is_z_up(const MeshFormat& format, UpAxis up) { return up == UpAxis::Default ? format.is_z_up : up == UpAxis::Z; }

/// From the ring world (z up, front at -y) to y up, front at +z, and back. Both are turns about x.
glm::vec3 y_up_from_world(const glm::vec3& p) { return {p.x, p.z, -p.y}; }
glm::vec3 world_from_y_up(const glm::vec3& p) { return {p.x, -p.z, p.y}; }

template <class Map>
void map_vectors(mesh::Mesh& mesh, const Map& turn) {
  for (glm::vec3& p : mesh.positions) p = turn(p);
  for (glm::vec3& n : mesh.normals) n = turn(n);
}

/// Into the asset frame of a format: centred in x and depth, standing on height 0, scaled, turned.
mesh::Mesh placed(const mesh::Mesh& source, const MeshFormat& format, const MeshWriteOptions& options) {
  mesh::Mesh mesh = source;
  if (options.frame == MeshFrame::World) return mesh;
  const geometry::Aabb box = geometry::bounds_of(mesh.positions);
  const glm::vec3 size = box.size();
  const float longest = std::max({size.x, size.y, size.z});
  const float wanted = options.size.value_or(format.is_millimetres ? kDefaultMillimetres : kDefaultMetres);
  const float scale = longest > 0.0f ? wanted / longest : 1.0f;
  const glm::vec3 foot(box.center().x, box.center().y, box.low.z);
  for (glm::vec3& p : mesh.positions) p = (p - foot) * scale;
  if (!is_z_up(format, options.up)) map_vectors(mesh, y_up_from_world);
  return mesh;
}

void check_mesh(const mesh::Mesh& mesh, const fs::path& path) {
  if (mesh.is_empty())
    throw Error(ErrorCode::Empty, fmt::format("'{}' was not written: the mesh has no faces.", path.string()));
  for (const glm::vec3& p : mesh.positions) {
    if (!std::isfinite(p.x + p.y + p.z)) {
      throw Error(ErrorCode::NumericalFailure,
                  fmt::format("'{}' was not written: the mesh has positions that are not finite. Please report this.",
                              path.string()));
    }
  }
}

mesh::Mesh read_any(const fs::path& path, const std::string& extension) {
  if (extension == ".ply") return read_ply(read_file(path, kMaxMeshBytes), path.string());
  return read_with_assimp(path);
}

[[noreturn]] void fail_check(const fs::path& path, const std::string& what) {
  throw Error(ErrorCode::Internal,
              fmt::format("'{}' was not written: reading it back gave {}. Please report this with the mesh.",
                          path.string(), what));
}

/// Compares what a reader finds with what was meant.
MeshCheck checked(const fs::path& written, const fs::path& target, const mesh::Mesh& meant, const MeshFormat& format) {
  const mesh::Mesh found = read_any(written, format.extension);
  const mesh::Topology topology = mesh::topology_of(found);
  MeshCheck check;
  check.num_vertices = meant.positions.size();
  check.num_faces = found.faces.size();
  check.is_watertight = topology.is_watertight();
  check.num_components = topology.num_components;
  check.has_uvs = !found.uvs.empty();
  check.has_texture = found.texture != nullptr;
  check.has_colors = !found.colors.empty();
  check.bounds = geometry::bounds_of(found.positions);
  if (found.faces.size() != meant.faces.size())
    fail_check(target, fmt::format("{} faces instead of {}", found.faces.size(), meant.faces.size()));
  const geometry::Aabb bounds = geometry::bounds_of(meant.positions);
  const float tolerance = 1e-5f * std::max({bounds.size().x, bounds.size().y, bounds.size().z, 1e-6f});
  for (int axis = 0; axis < 3; ++axis) {
    if (std::abs(bounds.low[axis] - check.bounds.low[axis]) > tolerance ||
        std::abs(bounds.high[axis] - check.bounds.high[axis]) > tolerance) {
      fail_check(target, "other bounds");
    }
  }
  if (format.has_texture && meant.is_textured() &&
      (!check.has_uvs || !check.has_texture || *found.texture != *meant.texture)) {
    fail_check(target, "another texture");
  }
  if (mesh::topology_of(meant).is_watertight() != check.is_watertight) fail_check(target, "other edges");
  return check;
}

/// A folder beside the target that goes away with everything in it.
class CheckFolder {
 public:
  explicit CheckFolder(const fs::path& target) {
    const fs::path parent = target.parent_path().empty() ? fs::path(".") : target.parent_path();
    std::string name = (parent / ".envision3d-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) {
      throw Error(ErrorCode::NotWritable,
                  fmt::format("'{}' cannot be written: the folder '{}' may not be written to or does not exist.",
                              target.string(), parent.string()));
    }
    path_ = name;
  }
  ~CheckFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  CheckFolder(const CheckFolder&) = delete;
  CheckFolder& operator=(const CheckFolder&) = delete;
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

}  // namespace

std::uint8_t color_byte(float value) {
  return static_cast<std::uint8_t>(std::lround(std::clamp(value, 0.0f, 1.0f) * 255.0f));
}

void throw_damaged_mesh(const std::string& name, const std::string& why) {
  throw Error(ErrorCode::BadFormat, fmt::format("'{}' cannot be read as a mesh: {}.", name, why));
}

std::vector<glm::vec3> vertex_colors(const mesh::Mesh& mesh) {
  if (!mesh.colors.empty() || !mesh.is_textured()) return mesh.colors;
  std::vector<glm::vec3> colors;
  colors.reserve(mesh.uvs.size());
  for (const glm::vec2& uv : mesh.uvs) colors.push_back(mesh::sample_texture(*mesh.texture, uv));
  return colors;
}

const std::vector<MeshFormat>& mesh_formats() {
  static const std::vector<MeshFormat> formats = [] {
    std::vector<MeshFormat> list;
    for (const Entry& entry : entries()) list.push_back(entry.format);
    return list;
  }();
  return formats;
}

const MeshFormat& mesh_format_for(const fs::path& path) { return entry_for(path).format; }

MeshCheck write_mesh(const fs::path& path, const mesh::Mesh& mesh, const MeshWriteOptions& options) {
  const Entry& entry = entry_for(path);
  check_mesh(mesh, path);
  const mesh::Mesh meant = placed(mesh, entry.format, options);
  std::vector<NamedBytes> files = entry.write(path, meant);
  MeshCheck check;
  {
    const CheckFolder folder(path);
    for (const NamedBytes& file : files) write_file(folder.path() / file.path.filename(), file.bytes);
    // Readers go by the extension's spelling.
    const fs::path written = folder.path() / path.filename();
    check = checked(written, path, meant, entry.format);
  }
  for (const NamedBytes& file : files) check.num_bytes += file.bytes.size();
  write_files(files);
  return check;
}

MeshFile read_mesh(const fs::path& path) {
  const std::string extension = lower_extension(path);
  static constexpr const char* kReadable[] = {".glb", ".gltf", ".obj", ".ply", ".stl", ".3mf"};
  if (std::none_of(std::begin(kReadable), std::end(kReadable), [&](const char* each) { return extension == each; })) {
    throw Error(
        ErrorCode::Unsupported,
        fmt::format("'{}' is not a mesh format this program reads (GLB, glTF, OBJ, PLY, STL, 3MF).", path.string()));
  }
  read_file(path, kMaxMeshBytes);  // refuses what is no file, before a library opens it
  MeshFile file;
  file.format = extension == ".gltf"
                    ? "glTF"
                    : mesh_format_for("x" + (extension == ".gltf" ? std::string(".glb") : extension)).name;
  file.is_z_up = extension == ".ply" || extension == ".stl" || extension == ".3mf";
  file.is_millimetres = extension == ".stl" || extension == ".3mf";
  file.mesh = read_any(path, extension);
  if (file.mesh.is_empty()) throw Error(ErrorCode::Empty, fmt::format("'{}' holds no faces.", path.string()));
  for (const glm::vec3& p : file.mesh.positions) {
    if (!std::isfinite(p.x + p.y + p.z)) throw_damaged_mesh(path.string(), "it has positions that are not finite");
  }
  return file;
}

mesh::Mesh world_from_file(const MeshFile& file) {
  mesh::Mesh mesh = file.mesh;
  if (!file.is_z_up) map_vectors(mesh, world_from_y_up);
  if (file.is_millimetres) {
    for (glm::vec3& p : mesh.positions) p *= 1e-3f;
  }
  return mesh;
}

MeshCheck convert_mesh(const fs::path& from, const fs::path& to, const std::optional<MeshWriteOptions>& options) {
  const Entry& entry = entry_for(to);
  mesh::Mesh mesh = world_from_file(read_mesh(from));
  MeshWriteOptions write = options.value_or(MeshWriteOptions{});
  const bool keeps_place = !options || (!options->size && options->frame == MeshFrame::Asset);
  if (options && options->frame == MeshFrame::World) {
    // World files hold ring coordinates in every format, so nothing is turned.
    mesh = read_mesh(from).mesh;
  } else if (keeps_place) {
    // Only frame and unit change: what the asset frame would move is put in place here.
    if (!is_z_up(entry.format, write.up)) map_vectors(mesh, y_up_from_world);
    if (entry.format.is_millimetres) {
      for (glm::vec3& p : mesh.positions) p *= 1e3f;
    }
    write.frame = MeshFrame::World;
  }
  return write_mesh(to, mesh, write);
}

}  // namespace core::io
