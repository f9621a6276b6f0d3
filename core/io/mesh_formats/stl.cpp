// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <cstring>
#include <glm/geometric.hpp>

#include "core/io/mesh_formats/mesh_writer.h"

namespace core::io {

// Binary STL: 80 bytes of header, the number of faces, then for each face its normal, three corners and two spare
// bytes.
std::vector<NamedBytes> write_stl(const std::filesystem::path& path, const mesh::Mesh& mesh) {
  constexpr std::size_t kHeaderBytes = 80, kFaceBytes = 50;
  std::vector<std::uint8_t> bytes(kHeaderBytes + 4 + kFaceBytes * mesh.faces.size(), 0);
  std::memcpy(bytes.data(), "Envision3D", 10);
  const auto count = static_cast<std::uint32_t>(mesh.faces.size());
  std::memcpy(bytes.data() + kHeaderBytes, &count, sizeof(count));
  std::uint8_t* out = bytes.data() + kHeaderBytes + 4;
  for (std::size_t i = 0; i < mesh.faces.size(); ++i, out += kFaceBytes) {
    glm::vec3 normal = mesh::face_normal_scaled(mesh, i);
    const float length = glm::length(normal);
    normal = length > 0.0f ? normal / length : glm::vec3(0.0f);
    const glm::vec3 values[4] = {normal, mesh.positions[mesh.faces[i].x], mesh.positions[mesh.faces[i].y],
                                 mesh.positions[mesh.faces[i].z]};
    std::memcpy(out, values, sizeof(values));
  }
  return {{path, std::move(bytes)}};
}

}  // namespace core::io
