// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/io/mesh_file.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstring>

#include "core/base/error.h"
#include "core/io/mesh_formats/mesh_check.h"
#include "core/io/mesh_formats/mesh_codec.h"
#include "core/mesh/clean.h"
#include "core/mesh/rasterizer.h"

namespace core::io {
namespace {

namespace fs = std::filesystem;

constexpr float kDefaultMetres = 1.0f;
constexpr float kDefaultMillimetres = 100.0f;
constexpr float kMillimetresPerMetre = 1000.0f;

/// Every format there is; a new one is a line in here.
const std::vector<MeshCodec>& codecs() {
  static const std::vector<MeshCodec> list = {glb_codec(), gltf_codec(), obj_codec(),
                                              ply_codec(), stl_codec(),  three_mf_codec()};
  return list;
}

std::string lower_extension(const fs::path& path) {
  std::string extension = path.extension().string();
  std::transform(extension.begin(), extension.end(), extension.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return extension;
}

/// The format of a path's extension; null if there is none.
const MeshCodec* find_codec(const fs::path& path) {
  const std::string extension = lower_extension(path);
  const auto found = std::find_if(codecs().begin(), codecs().end(),
                                  [&](const MeshCodec& codec) { return codec.format.extension == extension; });
  return found == codecs().end() ? nullptr : &*found;
}

const MeshCodec& writable_codec(const fs::path& path) {
  const MeshCodec* codec = find_codec(path);
  if (codec != nullptr && codec->write != nullptr) return *codec;
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

bool is_finite(const glm::vec3& v) { return std::isfinite(v.x) && std::isfinite(v.y) && std::isfinite(v.z); }
bool is_finite(const glm::vec2& v) { return std::isfinite(v.x) && std::isfinite(v.y); }

template <class Vector>
bool all_finite(const std::vector<Vector>& values) {
  return std::all_of(values.begin(), values.end(), [](const Vector& v) { return is_finite(v); });
}

geometry::Aabb bounds_of_faces(const mesh::Mesh& mesh) {
  geometry::Aabb box;
  for (const glm::uvec3& face : mesh.faces) {
    for (int corner = 0; corner < 3; ++corner) box.include(mesh.positions[face[corner]]);
  }
  return box;
}

/// Into the asset frame of a format: centred in x and depth, standing on height 0, scaled, turned.
void place(mesh::Mesh& mesh, const MeshFormat& format, const MeshWriteOptions& options) {
  if (options.frame == MeshFrame::World) return;
  const geometry::Aabb box = bounds_of_faces(mesh);
  const glm::vec3 size = box.size();
  const float longest = std::max({size.x, size.y, size.z});
  const float wanted = options.size.value_or(format.is_millimetres ? kDefaultMillimetres : kDefaultMetres);
  const float scale = longest > 0.0f ? wanted / longest : 1.0f;
  const glm::vec3 foot(box.center().x, box.center().y, box.low.z);
  for (glm::vec3& p : mesh.positions) p = (p - foot) * scale;
  if (!is_z_up(format, options.up)) map_vectors(mesh, y_up_from_world);
}

[[noreturn]] void refuse(const fs::path& path, ErrorCode code, const std::string& why) {
  throw Error(code, fmt::format("'{}' was not written: {}", path.string(), why));
}

void check_finite(const fs::path& path, const mesh::Mesh& mesh) {
  if (all_finite(mesh.positions) && all_finite(mesh.normals) && all_finite(mesh.colors) && all_finite(mesh.uvs)) return;
  refuse(path, ErrorCode::NumericalFailure, "the mesh has numbers that are not finite. Please report this.");
}

template <class Vector>
bool fits(const std::vector<Vector>& values, const mesh::Mesh& mesh) {
  return values.empty() || values.size() == mesh.positions.size();
}

void check_mesh(const fs::path& path, const mesh::Mesh& mesh) {
  if (mesh.is_empty()) refuse(path, ErrorCode::Empty, "the mesh has no faces.");
  const bool has_vertices = std::all_of(mesh.faces.begin(), mesh.faces.end(), [&](const glm::uvec3& f) {
    return std::max({f.x, f.y, f.z}) < mesh.positions.size();
  });
  const auto is_picture = [](const image::Image8* picture) {
    return picture == nullptr || (picture->channels() == 3 && !picture->is_empty());
  };
  if (!has_vertices || !is_picture(mesh.texture.get()) || !is_picture(mesh.normal_map.get()) ||
      !fits(mesh.normals, mesh) || !fits(mesh.colors, mesh) || !fits(mesh.uvs, mesh))
    refuse(path, ErrorCode::Internal, "the mesh contradicts itself. Please report this.");
  check_finite(path, mesh);
}

/// What the format has a place for.
mesh::Mesh content_for(const mesh::Mesh& source, const MeshCodec& codec) {
  mesh::Mesh mesh = codec.is_welded ? mesh::welded(source) : source;
  const bool is_textured = mesh.is_textured();
  if (!codec.format.has_vertex_colors) {
    mesh.colors.clear();
  } else if (is_textured && codec.format.has_texture) {
    mesh.colors.clear();  // where both stand, readers multiply them
  } else if (is_textured) {
    mesh.colors.clear();
    for (const glm::vec2& uv : mesh.uvs) mesh.colors.push_back(mesh::sample_texture(*mesh.texture, uv));
  }
  if (!codec.format.has_texture || !is_textured) mesh.texture = mesh.normal_map = nullptr;
  if (mesh.normals.empty()) mesh.normal_map = nullptr;  // it says how far to turn them
  if (!codec.holds_uvs) mesh.uvs.clear();
  return mesh;
}

/// A folder beside the target that goes away with everything in it.
class CheckFolder {
 public:
  explicit CheckFolder(const fs::path& target) {
    const fs::path parent = target.parent_path().empty() ? fs::path(".") : target.parent_path();
    std::string name = (parent / ".envision3d-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) {
      const bool is_full = errno == ENOSPC || errno == EDQUOT;
      throw Error(is_full ? ErrorCode::DiskFull : ErrorCode::NotWritable,
                  fmt::format("'{}' cannot be written: nothing can be made in the folder '{}' ({}).", target.string(),
                              parent.string(), std::strerror(errno)));
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

/// Writes a mesh that has passed check_mesh().
MeshCheck write_checked(const fs::path& path, mesh::Mesh mesh, const MeshCodec& codec,
                        const MeshWriteOptions& options) {
  place(mesh, codec.format, options);
  check_finite(path, mesh);  // sizes near the end of what floats hold
  const mesh::Mesh meant = content_for(mesh, codec);
  if (meant.is_empty()) refuse(path, ErrorCode::Empty, "none of the mesh's faces has an area.");
  const std::vector<NamedBytes> files = codec.write(path, meant);
  MeshCheck check;
  {
    const CheckFolder folder(path);
    for (const NamedBytes& file : files) write_file(folder.path() / file.path.filename(), file.bytes);
    check = check_written(folder.path() / path.filename(), path, meant, codec);
  }
  for (const NamedBytes& file : files) check.num_bytes += file.bytes.size();
  write_files(files);
  return check;
}

}  // namespace

const std::vector<MeshFormat>& mesh_formats() {
  static const std::vector<MeshFormat> formats = [] {
    std::vector<MeshFormat> list;
    for (const MeshCodec& codec : codecs()) {
      if (codec.write != nullptr) list.push_back(codec.format);
    }
    return list;
  }();
  return formats;
}

const MeshFormat& mesh_format_for(const fs::path& path) { return writable_codec(path).format; }

MeshCheck write_mesh(const fs::path& path, const mesh::Mesh& mesh, const MeshWriteOptions& options) {
  const MeshCodec& codec = writable_codec(path);
  if (options.size && !(*options.size > 0.0f && std::isfinite(*options.size)))
    refuse(path, ErrorCode::Usage, "its size must be a number above 0.");
  check_mesh(path, mesh);
  return write_checked(path, mesh, codec, options);
}

MeshFile read_mesh(const fs::path& path) {
  const MeshCodec* codec = find_codec(path);
  if (codec == nullptr) {
    throw Error(
        ErrorCode::Unsupported,
        fmt::format("'{}' is not a mesh format this program reads (GLB, glTF, OBJ, PLY, STL, 3MF).", path.string()));
  }
  MeshFile file;
  const std::vector<std::uint8_t> bytes = read_file(path, kMaxMeshBytes);
  file.mesh = codec->read({path, bytes, file.warnings});
  file.format = codec->format.name;
  file.is_z_up = codec->format.is_z_up;
  file.is_millimetres = codec->format.is_millimetres;
  if (file.mesh.is_empty()) throw Error(ErrorCode::Empty, fmt::format("'{}' holds no faces.", path.string()));
  if (!all_finite(file.mesh.positions)) throw_damaged_mesh(path, "it has positions that are not finite");
  // What only colours or shades the surface is no reason to refuse it.
  if (!all_finite(file.mesh.normals)) file.mesh.normals.clear();
  if (!all_finite(file.mesh.colors)) file.mesh.colors.clear();
  if (!all_finite(file.mesh.uvs)) file.mesh.uvs.clear();
  if (file.mesh.uvs.empty()) file.mesh.texture = file.mesh.normal_map = nullptr;
  return file;
}

void attach_texture(mesh::Mesh& mesh, const fs::path& picture) {
  if (mesh.uvs.empty()) {
    throw Error(ErrorCode::Usage,
                fmt::format("'{}' cannot be put on the mesh: it has no texture coordinates.", picture.string()));
  }
  mesh.texture = texture_of(read_picture(picture));
}

mesh::Mesh world_from_file(const MeshFile& file) {
  mesh::Mesh mesh = file.mesh;
  if (!file.is_z_up) map_vectors(mesh, world_from_y_up);
  if (file.is_millimetres) {
    for (glm::vec3& p : mesh.positions) p /= kMillimetresPerMetre;
  }
  return mesh;
}

MeshCheck convert_mesh(const fs::path& from, const fs::path& to, const std::optional<MeshWriteOptions>& options) {
  const MeshFormat& format = mesh_format_for(to);
  const MeshFile file = read_mesh(from);
  MeshWriteOptions write = options.value_or(MeshWriteOptions{});
  // World files hold ring coordinates in every format: nothing is turned.
  if (write.frame == MeshFrame::World) return write_mesh(to, file.mesh, write);
  const bool keeps_place = !options || (!options->size && options->up != UpAxis::Default);
  if (!keeps_place) return write_mesh(to, world_from_file(file), write);
  // What the asset frame would move is put in place here: only frame and unit change, and nothing if they are the same.
  mesh::Mesh mesh = file.mesh;
  if (!file.is_z_up) map_vectors(mesh, world_from_y_up);
  if (!is_z_up(format, write.up)) map_vectors(mesh, y_up_from_world);
  if (file.is_millimetres != format.is_millimetres) {
    const float scale = file.is_millimetres ? 1.0f / kMillimetresPerMetre : kMillimetresPerMetre;
    for (glm::vec3& p : mesh.positions) p *= scale;
  }
  write.frame = MeshFrame::World;
  return write_mesh(to, mesh, write);
}

}  // namespace core::io
