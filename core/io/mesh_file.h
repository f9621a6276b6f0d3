// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/geometry/aabb.h"
#include "core/mesh/mesh.h"

/// Mesh files: GLB, OBJ + MTL + PNG, PLY, STL, 3MF, with the frames, units and colours of contracts.md section 3.
namespace core::io {

enum class UpAxis { Default, Y, Z };  ///< Default: y for GLB and OBJ, z for PLY, STL and 3MF
enum class MeshFrame { Asset, World };

struct MeshWriteOptions {
  MeshFrame frame = MeshFrame::Asset;
  std::optional<float> size;  ///< longest side in the format's unit; default 1 (metre), STL and 3MF 100 (millimetres)
  UpAxis up = UpAxis::Default;
};

/// One row of mesh_formats(): what the program can write. Formats without textures get the texture's colours as vertex
/// colours if they have those.
struct MeshFormat {
  std::string name;       ///< "GLB"
  std::string extension;  ///< ".glb"
  bool has_texture = false;
  bool has_vertex_colors = false;
  bool is_millimetres = false;
  bool is_z_up = false;
};
const std::vector<MeshFormat>& mesh_formats();
/// @throws Error(Usage) naming the extensions that can be written
const MeshFormat& mesh_format_for(const std::filesystem::path& path);

/// What an independent reader found in a file that was just written.
struct MeshCheck {
  std::uint64_t num_bytes = 0;
  std::size_t num_vertices = 0, num_faces = 0;
  bool is_watertight = false;
  int num_components = 0;
  bool has_uvs = false, has_texture = false, has_colors = false;
  geometry::Aabb bounds;  ///< in the file's frame and unit
};

/// Writes a mesh (given in the ring world) in the format of the path's extension, whole or not at all; before the files
/// take their names they are read again by an independent reader and compared (each corner's position, UV and colour,
/// texture, watertightness). Textured OBJ files come with <stem>.mtl, <stem>_texture.png and, with a normal map,
/// <stem>_normals.png; GLB files with a normal map have tangents.
/// @throws Error Usage (extension, size), NotWritable, DiskFull, Empty (no faces), NumericalFailure (not finite),
///         LimitExceeded (too large for the format), Internal (check failed, or the mesh contradicts itself)
MeshCheck write_mesh(const std::filesystem::path& path, const mesh::Mesh& mesh, const MeshWriteOptions& options = {});

/// A mesh file turned into y-up or z-up file coordinates as they stand: vertices in the file's frame and unit.
struct MeshFile {
  mesh::Mesh mesh;
  std::string format;
  bool is_z_up = false;  ///< what the format's convention says
  bool is_millimetres = false;
  std::vector<std::string> warnings;  ///< sentences about what was left out, such as a texture that is not there
};
/// Reads GLB, glTF, OBJ, PLY, STL or 3MF, by the extension. Of several textures the first is kept; skins, morphs and
/// material factors are not looked at. Files beside it (materials, pictures, buffers) are opened inside its folder
/// only. Limits: 1 GiB, 50 million faces.
/// @throws Error NotFound, BadFormat, Unsupported, LimitExceeded, Empty
MeshFile read_mesh(const std::filesystem::path& path);

/// Gives a mesh with texture coordinates a picture as its texture, for files that do not name theirs.
/// @throws Error Usage (no texture coordinates), or as read_picture()
void attach_texture(mesh::Mesh& mesh, const std::filesystem::path& picture);

/// Turns a mesh from a file's frame (format convention) into the ring world's axes (z up, front at -y) and metres.
mesh::Mesh world_from_file(const MeshFile& file);

/// convert: between formats; turns frames and units, changes nothing else unless `options` says so. With a size or with
/// plain options the mesh is put into the asset frame, with the up axis only it is turned, with the world frame the
/// file's numbers are taken and written as they stand.
MeshCheck convert_mesh(const std::filesystem::path& from, const std::filesystem::path& to,
                       const std::optional<MeshWriteOptions>& options);

}  // namespace core::io
