// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/mesh/tangent_space.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <glm/geometric.hpp>
#include <numeric>
#include <tuple>

#include "core/base/error.h"

namespace core::mesh {
namespace {

constexpr int kNext[3] = {1, 2, 0}, kPrevious[3] = {2, 0, 1};

/// For each vertex the first one of equal position, normal and uv.
std::vector<std::uint32_t> equal_vertices(const Mesh& mesh) {
  const auto value = [&](std::uint32_t v) {
    const glm::vec3 &p = mesh.positions[v], &n = mesh.normals[v];
    return std::tuple(p.x, p.y, p.z, n.x, n.y, n.z, mesh.uvs[v].x, mesh.uvs[v].y);
  };
  std::vector<std::uint32_t> order(mesh.positions.size()), first(order.size());
  std::iota(order.begin(), order.end(), 0u);
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return value(a) < value(b); });
  for (std::size_t i = 0; i < order.size(); ++i) {
    first[order[i]] = i > 0 && value(order[i]) == value(order[i - 1]) ? first[order[i - 1]] : order[i];
  }
  return first;
}

glm::vec3 in_plane(const glm::vec3& v, const glm::vec3& normal) { return v - glm::dot(normal, v) * normal; }

glm::vec3 unit_or_zero(const glm::vec3& v) {
  const float length = glm::length(v);
  return length > 0.0f ? v / length : glm::vec3(0.0f);
}

/// Any unit vector orthogonal to a normal.
glm::vec3 some_tangent(const glm::vec3& normal) {
  const glm::vec3 axis = std::abs(normal.x) < 0.5f ? glm::vec3(1.0f, 0.0f, 0.0f) : glm::vec3(0.0f, 1.0f, 0.0f);
  return glm::normalize(glm::cross(normal, axis));
}

/// Sets of corners that share a tangent, joined step by step.
class CornerSets {
 public:
  explicit CornerSets(std::size_t count) : parent_(count) { std::iota(parent_.begin(), parent_.end(), 0u); }
  std::uint32_t find(std::uint32_t corner) {
    while (parent_[corner] != corner) corner = parent_[corner] = parent_[parent_[corner]];
    return corner;
  }
  void join(std::uint32_t a, std::uint32_t b) { parent_[find(a)] = find(b); }

 private:
  std::vector<std::uint32_t> parent_;
};

class TangentSpace {
 public:
  explicit TangentSpace(const Mesh& mesh) : mesh_(mesh), vertex_(equal_vertices(mesh)), sets_(3 * mesh.faces.size()) {
    measure_faces();
    join_corners();
  }

  std::vector<glm::vec4> corners() {
    std::vector<glm::vec3> sums(3 * mesh_.faces.size(), glm::vec3(0.0f));
    for_each_corner([&](std::uint32_t face, int i, std::uint32_t corner) {
      if (side_[face] != 0.0f) sums[sets_.find(corner)] += share(face, i);
    });
    // Sums can be zero where a fan folds back on itself.
    std::vector<glm::vec4> of_vertex(mesh_.positions.size(), glm::vec4(0.0f)), result(sums.size());
    for_each_corner([&](std::uint32_t face, int i, std::uint32_t corner) {
      if (side_[face] == 0.0f) return;
      const glm::vec3& sum = sums[sets_.find(corner)];
      const float length = glm::length(sum);
      result[corner] = glm::vec4(length > 1e-12f ? sum / length : some_tangent(normal(face, i)), side_[face]);
      of_vertex[vertex(face, i)] = result[corner];
    });
    for_each_corner([&](std::uint32_t face, int i, std::uint32_t corner) {
      if (side_[face] != 0.0f) return;
      const glm::vec4& other = of_vertex[vertex(face, i)];
      result[corner] = other.w != 0.0f ? other : glm::vec4(some_tangent(normal(face, i)), 1.0f);
    });
    return result;
  }

 private:
  template <class Visit>
  void for_each_corner(const Visit& visit) const {
    for (std::uint32_t face = 0; face < mesh_.faces.size(); ++face) {
      for (int i = 0; i < 3; ++i) visit(face, i, 3 * face + static_cast<std::uint32_t>(i));
    }
  }
  std::uint32_t vertex(std::uint32_t face, int i) const { return vertex_[mesh_.faces[face][i]]; }
  const glm::vec3& position(std::uint32_t face, int i) const { return mesh_.positions[mesh_.faces[face][i]]; }
  const glm::vec3& normal(std::uint32_t face, int i) const { return mesh_.normals[mesh_.faces[face][i]]; }

  /// Where u grows on each face, and whether the picture is seen as it is (1), mirrored (-1) or has no area (0).
  void measure_faces() {
    tangent_.assign(mesh_.faces.size(), glm::vec3(0.0f));
    side_.assign(mesh_.faces.size(), 0.0f);
    for (std::uint32_t face = 0; face < mesh_.faces.size(); ++face) {
      const glm::uvec3& f = mesh_.faces[face];
      const glm::vec3 edge1 = position(face, 1) - position(face, 0), edge2 = position(face, 2) - position(face, 0);
      const glm::vec2 uv1 = mesh_.uvs[f.y] - mesh_.uvs[f.x], uv2 = mesh_.uvs[f.z] - mesh_.uvs[f.x];
      // With rows counted upwards.
      const float area = uv2.x * uv1.y - uv1.x * uv2.y;
      const float side = area > 0.0f ? 1.0f : -1.0f;
      const glm::vec3 tangent = unit_or_zero(side * (uv1.y * edge2 - uv2.y * edge1));
      if (area == 0.0f || tangent == glm::vec3(0.0f)) continue;
      side_[face] = side;
      tangent_[face] = tangent;
    }
  }

  /// Joins the corners at both ends of each edge whose two faces lie the same way round in the texture.
  void join_corners() {
    struct Edge {
      std::uint32_t low, high;  ///< vertices
      std::uint32_t at_low, at_high, face;
      auto ends() const { return std::pair(low, high); }
    };
    std::vector<Edge> edges;
    edges.reserve(3 * mesh_.faces.size());
    for_each_corner([&](std::uint32_t face, int i, std::uint32_t corner) {
      if (side_[face] == 0.0f) return;
      const std::uint32_t next = 3 * face + static_cast<std::uint32_t>(kNext[i]);
      const std::uint32_t a = vertex(face, i), b = vertex(face, kNext[i]);
      edges.push_back(a < b ? Edge{a, b, corner, next, face} : Edge{b, a, next, corner, face});
    });
    std::stable_sort(edges.begin(), edges.end(), [](const Edge& a, const Edge& b) { return a.ends() < b.ends(); });
    for (std::size_t i = 1; i < edges.size(); ++i) {
      const Edge &a = edges[i - 1], &b = edges[i];
      if (a.ends() != b.ends() || side_[a.face] != side_[b.face]) continue;
      sets_.join(a.at_low, b.at_low);
      sets_.join(a.at_high, b.at_high);
    }
  }

  /// What a face adds to the tangent of one of its corners.
  glm::vec3 share(std::uint32_t face, int i) const {
    const glm::vec3 n = normal(face, i);
    const glm::vec3 to_next = unit_or_zero(in_plane(position(face, kNext[i]) - position(face, i), n));
    const glm::vec3 to_previous = unit_or_zero(in_plane(position(face, kPrevious[i]) - position(face, i), n));
    const float angle = std::acos(std::clamp(glm::dot(to_next, to_previous), -1.0f, 1.0f));
    return angle * unit_or_zero(in_plane(tangent_[face], n));
  }

  const Mesh& mesh_;
  std::vector<std::uint32_t> vertex_;
  CornerSets sets_;
  std::vector<glm::vec3> tangent_;
  std::vector<float> side_;
};

}  // namespace

std::vector<glm::vec4> corner_tangents(const Mesh& mesh) {
  if (mesh.normals.size() != mesh.positions.size() || mesh.uvs.size() != mesh.positions.size()) {
    throw Error(ErrorCode::Usage, "Tangents need a normal and a texture coordinate for each vertex of the mesh.");
  }
  return TangentSpace(mesh).corners();
}

TangentMesh with_vertex_tangents(const Mesh& mesh) {
  const std::vector<glm::vec4> corners = corner_tangents(mesh);
  TangentMesh result{mesh, std::vector<glm::vec4>(mesh.positions.size(), glm::vec4(0.0f))};
  // Further vertices made of each, as a chain.
  constexpr std::uint32_t kNone = 0xffffffffu;
  std::vector<std::uint32_t> next(mesh.positions.size(), kNone);
  Mesh& split = result.mesh;
  const auto repeat = [](auto& values, std::uint32_t vertex) {
    if (values.empty()) return;
    const auto value = values[vertex];
    values.push_back(value);
  };
  for (std::size_t face = 0; face < mesh.faces.size(); ++face) {
    for (int i = 0; i < 3; ++i) {
      const glm::vec4& tangent = corners[3 * face + static_cast<std::size_t>(i)];
      std::uint32_t vertex = mesh.faces[face][i];
      while (result.tangents[vertex].w != 0.0f && result.tangents[vertex] != tangent && next[vertex] != kNone)
        vertex = next[vertex];
      if (result.tangents[vertex].w != 0.0f && result.tangents[vertex] != tangent) {
        const auto added = static_cast<std::uint32_t>(split.positions.size());
        repeat(split.positions, vertex);
        repeat(split.normals, vertex);
        repeat(split.colors, vertex);
        repeat(split.uvs, vertex);
        result.tangents.emplace_back(0.0f);
        next.push_back(kNone);
        vertex = next[vertex] = added;
      }
      result.tangents[vertex] = tangent;
      split.faces[face][i] = vertex;
    }
  }
  // Vertices of no face.
  for (std::size_t v = 0; v < result.tangents.size(); ++v) {
    if (result.tangents[v].w == 0.0f) result.tangents[v] = glm::vec4(some_tangent(split.normals[v]), 1.0f);
  }
  return result;
}

}  // namespace core::mesh
