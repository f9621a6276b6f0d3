// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <iterator>

#include "core/io/mesh_formats/mesh_codec.h"

namespace core::io {
namespace {

std::vector<std::uint8_t> bytes_of(const std::string& text) { return {text.begin(), text.end()}; }

/// Names inside an OBJ may hold no blanks for all readers.
std::string plain_name(std::string name) {
  for (char& c : name) {
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '#' || c == '\\') c = '_';
  }
  return name;
}

void append_vector(std::string& text, const char* keyword, const glm::vec3& v) {
  text += keyword;
  for (int i = 0; i < 3; ++i) {
    text += ' ';
    append_number(text, v[i]);
  }
}

void append_vertices(std::string& text, const mesh::Mesh& mesh) {
  for (std::size_t v = 0; v < mesh.positions.size(); ++v) {
    append_vector(text, "v", mesh.positions[v]);
    if (!mesh.colors.empty()) {
      const glm::vec3& c = mesh.colors[v];
      fmt::format_to(std::back_inserter(text), " {:.5f} {:.5f} {:.5f}", c.x, c.y, c.z);
    }
    text += '\n';
  }
  for (const glm::vec2& uv : mesh.uvs) {
    text += "vt ";
    append_number(text, uv.x);
    text += ' ';
    append_number(text, 1.0f - uv.y);
    text += '\n';
  }
  for (const glm::vec3& n : mesh.normals) {
    append_vector(text, "vn", n);
    text += '\n';
  }
}

void append_faces(std::string& text, const mesh::Mesh& mesh) {
  const auto out = std::back_inserter(text);
  for (const glm::uvec3& face : mesh.faces) {
    text += 'f';
    for (int i = 0; i < 3; ++i) {
      const std::uint32_t v = face[i] + 1;
      if (!mesh.uvs.empty() && !mesh.normals.empty()) {
        fmt::format_to(out, " {}/{}/{}", v, v, v);
      } else if (!mesh.normals.empty()) {
        fmt::format_to(out, " {}//{}", v, v);
      } else if (!mesh.uvs.empty()) {
        fmt::format_to(out, " {}/{}", v, v);
      } else {
        fmt::format_to(out, " {}", v);
      }
    }
    text += '\n';
  }
}

std::vector<NamedBytes> write_obj(const std::filesystem::path& path, const mesh::Mesh& mesh) {
  const std::string stem = plain_name(path.stem().string());
  std::string text = "# Envision3D\n";
  if (mesh.is_textured()) text += fmt::format("mtllib {}.mtl\n", stem);
  text += fmt::format("o {}\n", stem);
  append_vertices(text, mesh);
  if (mesh.is_textured()) text += "usemtl surface\n";
  append_faces(text, mesh);
  std::vector<NamedBytes> files{{path, bytes_of(text)}};
  if (!mesh.is_textured()) return files;
  // Not just the stem: the picture the mesh was made of often has the same name and lies in the same folder.
  const std::string picture = stem + "_texture.png";
  std::string material =
      fmt::format("newmtl surface\nKa 1 1 1\nKd 1 1 1\nKs 0 0 0\nNs 10\nillum 1\nmap_Kd {}\n", picture);
  files.push_back({path.parent_path() / picture, encode_png(*mesh.texture, 6)});
  if (mesh.normal_map) {
    const std::string normals = stem + "_normals.png";
    // The format has no word for normal maps that all programs know: some read "norm", others take what "map_Bump"
    // names for one if it has colours.
    material += fmt::format("norm {0}\nmap_Bump {0}\n", normals);
    files.push_back({path.parent_path() / normals, encode_png(*mesh.normal_map, 6)});
  }
  files.push_back({path.parent_path() / (stem + ".mtl"), bytes_of(material)});
  return files;
}

}  // namespace

MeshCodec obj_codec() {
  return {{"OBJ", ".obj", true, true, false, false}, /*holds_uvs=*/true, /*is_welded=*/false, read_obj, write_obj};
}

}  // namespace core::io
