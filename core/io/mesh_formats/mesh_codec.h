// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/io/atomic_file.h"
#include "core/io/image_file.h"
#include "core/io/mesh_file.h"

/// What the mesh formats share. A new format is a file in this folder, its function below and a line in mesh_file.cpp.
namespace core::io {

inline constexpr std::uint64_t kMaxMeshBytes = std::uint64_t{1} << 30;
inline constexpr std::uint64_t kMaxMeshFaces = 50'000'000;

/// A file that is being read. Readers trust nothing in it: memory follows what is really there.
struct MeshSource {
  const std::filesystem::path& path;    ///< for messages, and for what lies beside it
  std::span<const std::uint8_t> bytes;  ///< at most kMaxMeshBytes
  std::vector<std::string>& warnings;   ///< sentences about what was left out
};

struct MeshCodec {
  MeshFormat format;
  bool holds_uvs = false;
  bool is_welded = false;  ///< one vertex per position, no degenerate faces
  /// Vertices in the file's frame and unit. @throws Error BadFormat, Unsupported, LimitExceeded
  mesh::Mesh (*read)(const MeshSource& source) = nullptr;
  /// The files that make up a mesh that already stands in the file's frame and unit and has no more than the format
  /// holds; the named one first. Null for formats that are only read.
  std::vector<NamedBytes> (*write)(const std::filesystem::path& path, const mesh::Mesh& mesh) = nullptr;
};

MeshCodec glb_codec();
MeshCodec gltf_codec();
MeshCodec obj_codec();
MeshCodec ply_codec();
MeshCodec stl_codec();
MeshCodec three_mf_codec();

mesh::Mesh read_gltf(const MeshSource& source);
mesh::Mesh read_obj(const MeshSource& source);
mesh::Mesh read_ply(const MeshSource& source);
mesh::Mesh read_3mf(const MeshSource& source);

[[noreturn]] void throw_damaged_mesh(const std::filesystem::path& path, const std::string& why);
/// @throws Error(LimitExceeded) if there are more faces than are read
void check_face_count(const std::filesystem::path& path, std::uint64_t num_faces);

/// A file that a mesh file names, if the name stays inside the mesh file's folder.
std::optional<std::filesystem::path> path_beside(const std::filesystem::path& file, std::string_view name);
/// The picture's colours without its alpha, as meshes hold textures.
std::shared_ptr<const image::Image8> texture_of(const Picture& picture);
/// A texture that lies beside a mesh file; null with a warning if there is none.
std::shared_ptr<const image::Image8> texture_beside(const MeshSource& source, std::string_view name);

/// Appends a number so that every reader gives the same float back, also those that scale by powers of ten in floats.
void append_number(std::string& text, float value);

std::uint8_t color_byte(float value);

}  // namespace core::io
