// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <cstring>
#include <glm/geometric.hpp>

#include "core/io/mesh_formats/mesh_codec.h"
#include "core/io/mesh_formats/text_scanner.h"
#include "core/mesh/topology.h"

namespace core::io {
namespace {

// Binary STL: 80 bytes of header, the number of faces, then for each face its normal, three corners and two bytes more.
constexpr std::size_t kHeaderBytes = 84, kCountOffset = 80, kFaceBytes = 50, kNormalBytes = 12;

std::uint32_t declared_faces(const MeshSource& source) {
  std::uint32_t count = 0;
  std::memcpy(&count, source.bytes.data() + kCountOffset, sizeof(count));
  return count;
}

/// Binary files may begin with the word "solid" too; their size tells.
bool is_text(const MeshSource& source) {
  const bool has_binary_size =
      source.bytes.size() >= kHeaderBytes &&
      source.bytes.size() == kHeaderBytes + kFaceBytes * static_cast<std::uint64_t>(declared_faces(source));
  return !has_binary_size && TextScanner(source.bytes).next_word_anywhere() == "solid";
}

std::vector<glm::vec3> binary_corners(const MeshSource& source) {
  if (source.bytes.size() < kHeaderBytes) throw_damaged_mesh(source.path, "it ends within its header");
  const std::uint32_t count = declared_faces(source);
  if ((source.bytes.size() - kHeaderBytes) / kFaceBytes < count)
    throw_damaged_mesh(source.path, "it ends before the last face that it declares");
  check_face_count(source.path, count);
  std::vector<glm::vec3> corners(3 * static_cast<std::size_t>(count));
  const std::uint8_t* face = source.bytes.data() + kHeaderBytes;
  for (std::uint32_t i = 0; i < count; ++i, face += kFaceBytes)
    std::memcpy(&corners[3 * static_cast<std::size_t>(i)], face + kNormalBytes, 3 * sizeof(glm::vec3));
  return corners;
}

std::vector<glm::vec3> text_corners(const MeshSource& source) {
  std::vector<glm::vec3> corners;
  TextScanner text(source.bytes);
  bool has_end = false;
  std::size_t in_loop = 0;
  for (std::string_view word = text.next_word_anywhere(); !word.empty(); word = text.next_word_anywhere()) {
    has_end = word == "endsolid";
    if (word == "solid" || word == "endsolid") text.next_line();
    if (word == "outer") in_loop = 0;
    if (word == "endloop" && in_loop != 3) throw_damaged_mesh(source.path, "a face does not have three corners");
    if (word != "vertex") continue;
    glm::vec3 corner;
    for (int axis = 0; axis < 3; ++axis) {
      const auto value = parse_number(text.next_word());
      if (!value) throw_damaged_mesh(source.path, "a corner is not made of numbers");
      corner[axis] = static_cast<float>(*value);
    }
    corners.push_back(corner);
    ++in_loop;
    check_face_count(source.path, corners.size() / 3);
  }
  if (!has_end || corners.size() % 3 != 0) throw_damaged_mesh(source.path, "it ends too early");
  return corners;
}

/// The format knows no vertices: corners of equal position become one.
mesh::Mesh read_stl(const MeshSource& source) {
  mesh::Mesh loose;
  loose.positions = is_text(source) ? text_corners(source) : binary_corners(source);
  for (glm::vec3& corner : loose.positions) corner += 0.0f;  // minus zero is zero
  const std::vector<std::uint32_t> first = mesh::weld_map(loose);
  mesh::Mesh mesh;
  std::vector<std::uint32_t> vertex(first.size());
  for (std::size_t i = 0; i < first.size(); ++i) {
    if (first[i] == i) {
      vertex[i] = static_cast<std::uint32_t>(mesh.positions.size());
      mesh.positions.push_back(loose.positions[i]);
    } else {
      vertex[i] = vertex[first[i]];
    }
  }
  for (std::size_t i = 0; i + 2 < vertex.size(); i += 3)
    mesh.faces.emplace_back(vertex[i], vertex[i + 1], vertex[i + 2]);
  return mesh;
}

std::vector<NamedBytes> write_stl(const std::filesystem::path& path, const mesh::Mesh& mesh) {
  std::vector<std::uint8_t> bytes(kHeaderBytes + kFaceBytes * mesh.faces.size(), 0);
  std::memcpy(bytes.data(), "Envision3D", 10);
  const auto count = static_cast<std::uint32_t>(mesh.faces.size());
  std::memcpy(bytes.data() + kCountOffset, &count, sizeof(count));
  std::uint8_t* out = bytes.data() + kHeaderBytes;
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

}  // namespace

MeshCodec stl_codec() {
  return {{"STL", ".stl", false, false, true, true}, /*holds_uvs=*/false, /*is_welded=*/false, read_stl, write_stl};
}

}  // namespace core::io
