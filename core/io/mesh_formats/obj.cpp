// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <iterator>

#include "core/io/image_file.h"
#include "core/io/mesh_formats/mesh_writer.h"

namespace core::io {
namespace {

std::vector<std::uint8_t> bytes_of(const fmt::memory_buffer& text) { return {text.begin(), text.end()}; }

/// File names inside an OBJ may hold no spaces for all readers.
std::string plain_name(std::string name) {
  for (char& c : name) {
    if (c == ' ' || c == '\t' || c == '#') c = '_';
  }
  return name;
}

}  // namespace

std::vector<NamedBytes> write_obj(const std::filesystem::path& path, const mesh::Mesh& mesh) {
  const std::string stem = plain_name(path.stem().string());
  fmt::memory_buffer text;
  const auto out = std::back_inserter(text);
  fmt::format_to(out, "# Envision3D\n");
  if (mesh.is_textured()) fmt::format_to(out, "mtllib {}.mtl\n", stem);
  fmt::format_to(out, "o {}\n", stem);
  const bool has_colors = !mesh.is_textured() && !mesh.colors.empty();
  for (std::size_t v = 0; v < mesh.positions.size(); ++v) {
    const glm::vec3& p = mesh.positions[v];
    // Nine digits give every float back as it was.
    fmt::format_to(out, "v {:.9g} {:.9g} {:.9g}", p.x, p.y, p.z);
    if (has_colors) fmt::format_to(out, " {:.4f} {:.4f} {:.4f}", mesh.colors[v].x, mesh.colors[v].y, mesh.colors[v].z);
    fmt::format_to(out, "\n");
  }
  for (const glm::vec2& uv : mesh.uvs) fmt::format_to(out, "vt {:.9g} {:.9g}\n", uv.x, 1.0f - uv.y);
  for (const glm::vec3& n : mesh.normals) fmt::format_to(out, "vn {:.6f} {:.6f} {:.6f}\n", n.x, n.y, n.z);
  if (mesh.is_textured()) fmt::format_to(out, "usemtl surface\n");
  for (const glm::uvec3& face : mesh.faces) {
    fmt::format_to(out, "f");
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
    fmt::format_to(out, "\n");
  }
  std::vector<NamedBytes> files{{path, bytes_of(text)}};
  if (!mesh.is_textured()) return files;
  fmt::memory_buffer material;
  fmt::format_to(std::back_inserter(material),
                 "newmtl surface\nKa 1 1 1\nKd 1 1 1\nKs 0 0 0\nNs 10\nillum 1\nmap_Kd {}.png\n", stem);
  files.push_back({path.parent_path() / (stem + ".mtl"), bytes_of(material)});
  files.push_back({path.parent_path() / (stem + ".png"), encode_png(*mesh.texture, 6)});
  return files;
}

}  // namespace core::io
