// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <bit>
#include <cstring>

#include "core/io/mesh_formats/mesh_codec.h"

namespace core::io {
namespace {

template <class T>
void append(std::vector<std::uint8_t>& bytes, const T& value) {
  const std::size_t offset = bytes.size();
  bytes.resize(offset + sizeof(T));
  std::memcpy(bytes.data() + offset, &value, sizeof(T));
}

std::vector<NamedBytes> write_ply(const std::filesystem::path& path, const mesh::Mesh& mesh) {
  static_assert(std::endian::native == std::endian::little);
  const bool has_normals = !mesh.normals.empty(), has_colors = !mesh.colors.empty();
  std::string header = fmt::format("ply\nformat binary_little_endian 1.0\ncomment Envision3D\nelement vertex {}\n",
                                   mesh.positions.size());
  header += "property float x\nproperty float y\nproperty float z\n";
  if (has_normals) header += "property float nx\nproperty float ny\nproperty float nz\n";
  if (has_colors) header += "property uchar red\nproperty uchar green\nproperty uchar blue\n";
  header += fmt::format("element face {}\nproperty list uchar uint vertex_indices\nend_header\n", mesh.faces.size());
  std::vector<std::uint8_t> bytes(header.begin(), header.end());
  bytes.reserve(bytes.size() + mesh.positions.size() * 27 + mesh.faces.size() * 13);
  for (std::size_t v = 0; v < mesh.positions.size(); ++v) {
    append(bytes, mesh.positions[v]);
    if (has_normals) append(bytes, mesh.normals[v]);
    for (int c = 0; has_colors && c < 3; ++c) bytes.push_back(color_byte(mesh.colors[v][c]));
  }
  for (const glm::uvec3& face : mesh.faces) {
    bytes.push_back(3);
    append(bytes, face);
  }
  return {{path, std::move(bytes)}};
}

}  // namespace

MeshCodec ply_codec() {
  return {{"PLY", ".ply", false, true, false, true}, /*holds_uvs=*/false, /*is_welded=*/false, read_ply, write_ply};
}

}  // namespace core::io
