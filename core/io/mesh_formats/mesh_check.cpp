// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/io/mesh_formats/mesh_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/mesh/topology.h"

namespace core::io {
namespace {

[[noreturn]] void fail(const std::filesystem::path& target, const std::string& what) {
  throw Error(ErrorCode::Internal,
              fmt::format("'{}' was not written: reading it back gave {}. Please report this with the mesh.",
                          target.string(), what));
}

template <class Vector>
bool is_near(const Vector& a, const Vector& b, float tolerance) {
  for (int i = 0; i < Vector::length(); ++i) {
    if (!(std::abs(a[i] - b[i]) <= tolerance)) return false;
  }
  return true;
}

/// Largest magnitude of a coordinate.
template <class Vector>
float reach_of(const std::vector<Vector>& values) {
  float reach = 0.0f;
  for (const Vector& value : values) {
    for (int i = 0; i < Vector::length(); ++i) reach = std::max(reach, std::abs(value[i]));
  }
  return reach;
}

/// Compares an attribute at all corners; arrays that are empty on both sides agree.
template <class Vector>
bool agree(const mesh::Mesh& meant, const std::vector<Vector>& meant_values, const mesh::Mesh& found,
           const std::vector<Vector>& found_values, float tolerance) {
  if (meant_values.empty() || found_values.empty()) return meant_values.empty() && found_values.empty();
  if (meant_values.size() != meant.positions.size() || found_values.size() != found.positions.size()) return false;
  for (std::size_t i = 0; i < meant.faces.size(); ++i) {
    for (int corner = 0; corner < 3; ++corner) {
      if (!is_near(meant_values[meant.faces[i][corner]], found_values[found.faces[i][corner]], tolerance)) return false;
    }
  }
  return true;
}

/// Colours may be rounded to 8 bits.
std::vector<glm::vec3> clamped(std::vector<glm::vec3> colors) {
  for (glm::vec3& color : colors) {
    for (int c = 0; c < 3; ++c) color[c] = std::clamp(color[c], 0.0f, 1.0f);
  }
  return colors;
}

void compare(const mesh::Mesh& meant, const mesh::Mesh& found, const std::filesystem::path& target) {
  // A few units in the last place of the largest coordinate, for readers that are careless with decimals.
  constexpr float kPlaces = 5e-7f, kColor = 0.6f / 255.0f;
  if (found.faces.size() != meant.faces.size())
    fail(target, fmt::format("{} faces instead of {}", found.faces.size(), meant.faces.size()));
  if (!agree(meant, meant.positions, found, found.positions, kPlaces * reach_of(meant.positions)))
    fail(target, "other positions");
  if (!agree(meant, meant.uvs, found, found.uvs, kPlaces * std::max(1.0f, reach_of(meant.uvs))))
    fail(target, "other texture coordinates");
  if (!agree(meant, clamped(meant.colors), found, found.colors, kColor)) fail(target, "other colours");
  const auto is_same = [](const image::Image8* a, const image::Image8* b) {
    return a == nullptr || b == nullptr ? a == b : *a == *b;
  };
  if (!is_same(meant.is_textured() ? meant.texture.get() : nullptr, found.texture.get()))
    fail(target, "another texture");
  if (!is_same(meant.normal_map.get(), found.normal_map.get())) fail(target, "another normal map");
}

}  // namespace

MeshCheck check_written(const std::filesystem::path& written, const std::filesystem::path& target,
                        const mesh::Mesh& meant, const MeshCodec& codec) {
  // Assimp 5.2 crashes on correct binary PLY; the program's own reader shares nothing with the writer.
  const bool is_ply = codec.format.extension == ".ply", is_glb = codec.format.extension == ".glb";
  std::vector<std::string> ignored;
  std::optional<mesh::Mesh> found;
  if (is_ply) {
    const std::vector<std::uint8_t> bytes = read_file(written, kMaxMeshBytes);
    found = codec.read({written, bytes, ignored});
  } else {
    found = read_with_assimp(written, is_glb);
  }
  if (!found) fail(target, "nothing that can be read");
  compare(meant, *found, target);
  const mesh::Topology topology = mesh::topology_of(*found);
  if (mesh::topology_of(meant).is_watertight() != topology.is_watertight()) fail(target, "other edges");
  MeshCheck check;
  check.num_vertices = meant.positions.size();
  check.num_faces = found->faces.size();
  check.is_watertight = topology.is_watertight();
  check.num_components = topology.num_components;
  check.has_uvs = !found->uvs.empty();
  check.has_texture = found->texture != nullptr;
  check.has_colors = !found->colors.empty();
  for (const glm::uvec3& face : found->faces) {
    for (int corner = 0; corner < 3; ++corner) check.bounds.include(found->positions[face[corner]]);
  }
  return check;
}

}  // namespace core::io
