// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/mesh/topology.h"

#include <algorithm>
#include <bit>
#include <glm/geometric.hpp>
#include <numeric>

namespace core::mesh {
namespace {

struct PositionBits {
  std::uint32_t x, y, z;
  bool operator==(const PositionBits&) const = default;
};

std::size_t hash_of(const PositionBits& p) {
  std::uint64_t h = p.x * 0x9E3779B97F4A7C15ull;
  h = (h ^ (h >> 29) ^ p.y) * 0xBF58476D1CE4E5B9ull;
  h = (h ^ (h >> 32) ^ p.z) * 0x94D049BB133111EBull;
  return static_cast<std::size_t>(h ^ (h >> 31));
}

PositionBits bits_of(const glm::vec3& p) {
  // Adding 0 turns -0 into +0, which compare equal but differ in bits.
  return {std::bit_cast<std::uint32_t>(p.x + 0.0f), std::bit_cast<std::uint32_t>(p.y + 0.0f),
          std::bit_cast<std::uint32_t>(p.z + 0.0f)};
}

/// A directed use of an edge by a face, sorted by its undirected end points.
struct EdgeUse {
  std::uint32_t low, high;
  std::uint32_t face;
  bool forward;
  auto ends() const { return std::pair(low, high); }
};

/// By lower end, then by upper end: each vertex has few edges, so counting does most of the sorting.
std::vector<EdgeUse> sorted_edge_uses(const Mesh& mesh, const std::vector<std::uint32_t>& first) {
  const auto for_each_use = [&](const auto& visit) {
    for (std::size_t i = 0; i < mesh.faces.size(); ++i) {
      for (int corner = 0; corner < 3; ++corner) {
        const std::uint32_t a = first[mesh.faces[i][corner]];
        const std::uint32_t b = first[mesh.faces[i][(corner + 1) % 3]];
        if (a != b) visit(EdgeUse{std::min(a, b), std::max(a, b), static_cast<std::uint32_t>(i), a < b});
      }
    }
  };
  std::vector<std::size_t> begin(mesh.positions.size() + 1, 0);
  for_each_use([&](const EdgeUse& use) { ++begin[use.low + 1]; });
  std::partial_sum(begin.begin(), begin.end(), begin.begin());
  std::vector<EdgeUse> uses(begin.back());
  std::vector<std::size_t> next(begin.begin(), begin.end() - 1);
  for_each_use([&](const EdgeUse& use) { uses[next[use.low]++] = use; });
  for (std::size_t v = 0; v + 1 < begin.size(); ++v) {
    std::sort(uses.begin() + static_cast<std::ptrdiff_t>(begin[v]),
              uses.begin() + static_cast<std::ptrdiff_t>(begin[v + 1]),
              [](const EdgeUse& x, const EdgeUse& y) { return std::pair(x.high, x.face) < std::pair(y.high, y.face); });
  }
  return uses;
}

class UnionFind {
 public:
  explicit UnionFind(std::size_t size) : parent_(size) { std::iota(parent_.begin(), parent_.end(), 0u); }
  std::uint32_t find(std::uint32_t i) {
    while (parent_[i] != i) i = parent_[i] = parent_[parent_[i]];
    return i;
  }
  void join(std::uint32_t a, std::uint32_t b) { parent_[find(a)] = find(b); }

 private:
  std::vector<std::uint32_t> parent_;
};

std::vector<std::uint32_t> components_of(const Mesh& mesh, const std::vector<EdgeUse>& uses) {
  UnionFind groups(mesh.faces.size());
  for (std::size_t i = 1; i < uses.size(); ++i) {
    if (uses[i].ends() == uses[i - 1].ends()) groups.join(uses[i].face, uses[i - 1].face);
  }
  // The largest first; of equal ones that which begins first.
  std::vector<std::uint32_t> sizes(mesh.faces.size()), roots;
  for (std::uint32_t i = 0; i < mesh.faces.size(); ++i) {
    if (sizes[groups.find(i)]++ == 0) roots.push_back(groups.find(i));
  }
  std::stable_sort(roots.begin(), roots.end(), [&](std::uint32_t a, std::uint32_t b) { return sizes[a] > sizes[b]; });
  std::vector<std::uint32_t> rank(mesh.faces.size()), components(mesh.faces.size());
  for (std::size_t i = 0; i < roots.size(); ++i) rank[roots[i]] = static_cast<std::uint32_t>(i);
  for (std::uint32_t i = 0; i < mesh.faces.size(); ++i) components[i] = rank[groups.find(i)];
  return components;
}

}  // namespace

std::vector<std::uint32_t> weld_map(const Mesh& mesh) {
  // An open table of vertices, at most half full: the first vertex at each position, or kFree.
  constexpr std::uint32_t kFree = 0xffffffffu;
  std::vector<std::uint32_t> table(std::bit_ceil(2 * mesh.positions.size() + 2), kFree);
  const std::size_t mask = table.size() - 1;
  std::vector<std::uint32_t> first(mesh.positions.size());
  for (std::size_t v = 0; v < mesh.positions.size(); ++v) {
    const PositionBits bits = bits_of(mesh.positions[v]);
    std::size_t slot = hash_of(bits) & mask;
    while (table[slot] != kFree && bits_of(mesh.positions[table[slot]]) != bits) slot = (slot + 1) & mask;
    if (table[slot] == kFree) table[slot] = static_cast<std::uint32_t>(v);
    first[v] = table[slot];
  }
  return first;
}

Topology topology_of(const Mesh& mesh) {
  const std::vector<std::uint32_t> first = weld_map(mesh);
  Topology topology;
  for (const glm::uvec3& face : mesh.faces) {
    const std::uint32_t a = first[face.x], b = first[face.y], c = first[face.z];
    topology.num_degenerate_faces += a == b || b == c || c == a;
  }
  const std::vector<EdgeUse> uses = sorted_edge_uses(mesh, first);
  for (std::size_t begin = 0; begin < uses.size();) {
    std::size_t end = begin;
    int num_forward = 0;
    while (end < uses.size() && uses[end].ends() == uses[begin].ends()) num_forward += uses[end++].forward;
    const std::size_t count = end - begin;
    if (count == 1) ++topology.num_boundary_edges;
    if (count > 2 || (count == 2 && num_forward != 1)) ++topology.num_nonmanifold_edges;
    begin = end;
  }
  const std::vector<std::uint32_t> components = components_of(mesh, uses);
  if (!components.empty()) {
    topology.num_components = static_cast<int>(*std::max_element(components.begin(), components.end())) + 1;
  }
  return topology;
}

std::vector<std::uint32_t> face_components(const Mesh& mesh) {
  return components_of(mesh, sorted_edge_uses(mesh, weld_map(mesh)));
}

double signed_volume(const Mesh& mesh) {
  double volume = 0.0;
  for (const glm::uvec3& face : mesh.faces) {
    const glm::dvec3 a(mesh.positions[face.x]), b(mesh.positions[face.y]), c(mesh.positions[face.z]);
    volume += glm::dot(a, glm::cross(b, c));
  }
  return volume / 6.0;
}

}  // namespace core::mesh
