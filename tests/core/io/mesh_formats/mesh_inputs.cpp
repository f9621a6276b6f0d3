// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "tests/core/io/mesh_formats/mesh_inputs.h"

#include <zip.h>

#include <fstream>
#include <glm/geometric.hpp>
#include <iterator>
#include <limits>

#include "tests/support/shapes.h"
#include "tests/support/temporary_folder.h"

namespace core::io::testing {

namespace fs = std::filesystem;

mesh::Mesh painted_sphere() {
  mesh::Mesh mesh = support::make_sphere(0.4f, 8, 12);
  for (glm::vec3& p : mesh.positions) p.x *= 0.8f;
  support::paint_by_position(mesh);
  mesh.normals = mesh::smooth_normals(mesh);
  return mesh;
}

mesh::Mesh textured_sphere() {
  const mesh::Mesh sphere = painted_sphere();
  mesh::Mesh mesh;
  constexpr int kSide = 32, kCells = 16;
  image::Image8 picture(kSide, kSide, 3);
  for (int y = 0; y < kSide; ++y) {
    for (int x = 0; x < kSide; ++x) {
      picture.at(x, y, 0) = static_cast<std::uint8_t>(8 * x);
      picture.at(x, y, 1) = static_cast<std::uint8_t>(8 * y);
      picture.at(x, y, 2) = static_cast<std::uint8_t>(7 * (x ^ y));
    }
  }
  for (std::size_t i = 0; i < sphere.faces.size(); ++i) {
    const glm::vec2 corner = glm::vec2(i % kCells, i / kCells % kCells) / static_cast<float>(kCells);
    for (int k = 0; k < 3; ++k) {
      mesh.positions.push_back(sphere.positions[sphere.faces[i][k]]);
      mesh.normals.push_back(sphere.normals[sphere.faces[i][k]]);
      mesh.uvs.push_back(corner + glm::vec2(k == 1 ? 0.04f : 0.01f, k == 2 ? 0.05f : 0.02f));
    }
    mesh.faces.push_back(static_cast<std::uint32_t>(3 * i) + glm::uvec3(0, 1, 2));
  }
  mesh.texture = std::make_shared<image::Image8>(std::move(picture));
  return mesh;
}

void write_text(const fs::path& path, std::string_view text) {
  std::ofstream(path, std::ios::binary).write(text.data(), static_cast<std::streamsize>(text.size()));
}

std::vector<std::uint8_t> file_bytes(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

void write_zip(const fs::path& path, const std::vector<std::pair<std::string, std::string>>& parts) {
  zip_t* archive = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, nullptr);
  for (const auto& [name, content] : parts) {
    zip_source_t* source = zip_source_buffer(archive, content.data(), content.size(), 0);
    zip_file_add(archive, name.c_str(), source, ZIP_FL_ENC_UTF_8);
  }
  if (zip_close(archive) != 0) ADD_FAILURE() << "the archive could not be written";
}

MeshFile read_text_mesh(const std::string& name, std::string_view text) {
  const support::TemporaryFolder folder;
  write_text(folder / name, text);
  return read_mesh(folder / name);
}

std::size_t num_entries(const fs::path& folder) {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

float corner_distance(const mesh::Mesh& a, const mesh::Mesh& b) {
  if (a.faces.size() != b.faces.size()) return std::numeric_limits<float>::infinity();
  float largest = 0.0f;
  for (std::size_t i = 0; i < a.faces.size(); ++i) {
    for (int k = 0; k < 3; ++k)
      largest = std::max(largest, glm::distance(a.positions.at(a.faces[i][k]), b.positions.at(b.faces[i][k])));
  }
  return largest;
}

}  // namespace core::io::testing
