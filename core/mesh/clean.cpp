// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/mesh/clean.h"

#include <algorithm>
#include <cmath>
#include <glm/geometric.hpp>
#include <limits>
#include <unordered_set>

#include "core/mesh/topology.h"

namespace core::mesh {
namespace {

constexpr std::uint32_t kUnused = std::numeric_limits<std::uint32_t>::max();

template <class T>
void copy_at(const std::vector<T>& from, std::size_t index, std::vector<T>& to) {
  if (!from.empty()) to.push_back(from[index]);
}

/// The faces for which keep(face) is true, with the vertices they use.
template <class Keep>
Mesh filtered(const Mesh& mesh, const Keep& keep) {
  Mesh result;
  result.texture = mesh.texture;
  for (std::size_t i = 0; i < mesh.faces.size(); ++i) {
    if (keep(i)) result.faces.push_back(mesh.faces[i]);
  }
  std::vector<std::uint32_t> new_index(mesh.positions.size(), kUnused);
  for (const glm::uvec3& face : result.faces) {
    for (int corner = 0; corner < 3; ++corner) new_index[face[corner]] = 0;
  }
  for (std::size_t v = 0; v < mesh.positions.size(); ++v) {
    if (new_index[v] == kUnused) continue;
    new_index[v] = static_cast<std::uint32_t>(result.positions.size());
    result.positions.push_back(mesh.positions[v]);
    copy_at(mesh.normals, v, result.normals);
    copy_at(mesh.colors, v, result.colors);
    copy_at(mesh.uvs, v, result.uvs);
  }
  for (glm::uvec3& face : result.faces) face = {new_index[face.x], new_index[face.y], new_index[face.z]};
  return result;
}

std::vector<double> component_volumes(const Mesh& mesh, const std::vector<std::uint32_t>& components) {
  std::vector<double> volumes;
  for (std::size_t i = 0; i < mesh.faces.size(); ++i) {
    if (components[i] >= volumes.size()) volumes.resize(components[i] + 1, 0.0);
    const glm::uvec3& f = mesh.faces[i];
    const glm::dvec3 a(mesh.positions[f.x]), b(mesh.positions[f.y]), c(mesh.positions[f.z]);
    volumes[components[i]] += glm::dot(a, glm::cross(b, c)) / 6.0;
  }
  return volumes;
}

}  // namespace

Mesh without_unused_vertices(const Mesh& mesh) {
  return filtered(mesh, [](std::size_t) { return true; });
}

Mesh keep_large_components(const Mesh& mesh, double min_share) {
  const std::vector<std::uint32_t> components = face_components(mesh);
  const std::vector<double> volumes = component_volumes(mesh, components);
  if (volumes.empty()) return mesh;
  const auto largest = std::max_element(volumes.begin(), volumes.end());
  const auto largest_index = static_cast<std::uint32_t>(largest - volumes.begin());
  return filtered(mesh, [&](std::size_t face) {
    const std::uint32_t component = components[face];
    if (component == largest_index) return true;
    return min_share < 1.0 && volumes[component] > 0.0 && volumes[component] >= min_share * *largest;
  });
}

Mesh welded(const Mesh& mesh) {
  const std::vector<std::uint32_t> first = weld_map(mesh);
  Mesh merged = mesh;
  merged.uvs.clear();
  merged.texture = nullptr;
  for (glm::uvec3& face : merged.faces) face = {first[face.x], first[face.y], first[face.z]};
  const auto hash = [](const glm::uvec3& f) { return f.x * 73856093u ^ f.y * 19349663u ^ f.z * 83492791u; };
  std::unordered_set<glm::uvec3, decltype(hash)> seen(2 * mesh.faces.size(), hash);
  return filtered(merged, [&](std::size_t i) {
    glm::uvec3 f = merged.faces[i];
    if (f.x == f.y || f.y == f.z || f.z == f.x) return false;
    // The same three corners turned or flipped are the same face.
    if (f.x > f.y) std::swap(f.x, f.y);
    if (f.y > f.z) std::swap(f.y, f.z);
    if (f.x > f.y) std::swap(f.x, f.y);
    return seen.insert(f).second;
  });
}

}  // namespace core::mesh
