// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/texture/face_labels.h"

#include <algorithm>
#include <glm/geometric.hpp>

namespace core::texture {
namespace {

constexpr float kLeastCos = 0.2f;     ///< a face is not stretched more than 1 / this, if any other direction will do
constexpr float kBorderCost = 0.45f;  ///< of a face all of whose neighbours have another label
constexpr float kFrontPreference = 0.15f;
constexpr int kNumSweeps = 12;
constexpr std::size_t kSmallIsland = 40;  ///< faces

using Costs = std::array<float, kNumDirections>;

/// Cost of each direction for each face by the angle alone.
std::vector<Costs> facing_costs(const mesh::Mesh& mesh, const std::array<geometry::Camera, kNumDirections>& cameras) {
  std::array<glm::vec3, kNumDirections> centers;
  for (std::size_t k = 0; k < cameras.size(); ++k) centers[k] = cameras[k].position_in_world();
  std::vector<Costs> costs(mesh.faces.size());
  for (std::size_t i = 0; i < mesh.faces.size(); ++i) {
    const glm::uvec3& f = mesh.faces[i];
    const glm::vec3 middle = (mesh.positions[f.x] + mesh.positions[f.y] + mesh.positions[f.z]) / 3.0f;
    const glm::vec3 scaled = mesh::face_normal_scaled(mesh, i);
    const float length = glm::length(scaled);
    for (std::size_t k = 0; k < cameras.size(); ++k) {
      const float cos_angle = length > 0.0f ? glm::dot(scaled / length, glm::normalize(centers[k] - middle)) : 0.0f;
      costs[i][k] = 1.0f - cos_angle;
      if (cos_angle < kLeastCos) costs[i][k] += 1.0f;
      if (cos_angle <= 0.0f) costs[i][k] += 100.0f;
    }
    if (costs[i][0] < 0.65f) costs[i][0] -= kFrontPreference;
  }
  return costs;
}

Label cheapest(const Costs& costs) {
  return static_cast<Label>(std::min_element(costs.begin(), costs.end()) - costs.begin());
}

/// Iterated conditional modes. Source: Besag 1986, "On the statistical analysis of dirty pictures".
void smooth(const std::vector<Costs>& costs, const FaceNeighbours& neighbours, std::vector<Label>& labels) {
  for (int sweep = 0; sweep < kNumSweeps; ++sweep) {
    bool has_changed = false;
    for (std::size_t i = 0; i < labels.size(); ++i) {
      Costs sum = costs[i];
      for (const std::uint32_t other : neighbours.across[i]) {
        if (other != FaceNeighbours::kNoFace) sum[labels[other]] -= kBorderCost / 3.0f;
      }
      const Label best = cheapest(sum);
      has_changed = has_changed || best != labels[i];
      labels[i] = best;
    }
    if (!has_changed) break;
  }
}

/// Gives islands of few faces to the neighbouring label that suits all of their faces best.
void drop_islands(const std::vector<Costs>& costs, const FaceNeighbours& neighbours, std::size_t small_island,
                  std::vector<Label>& labels) {
  std::vector<std::uint8_t> is_done(labels.size(), 0);
  std::vector<std::uint32_t> island;
  for (std::uint32_t seed = 0; seed < labels.size(); ++seed) {
    if (is_done[seed]) continue;
    island.assign(1, seed);
    is_done[seed] = 1;
    std::array<int, kNumDirections> border{};
    for (std::size_t i = 0; i < island.size(); ++i) {
      for (const std::uint32_t other : neighbours.across[island[i]]) {
        if (other == FaceNeighbours::kNoFace) continue;
        if (labels[other] != labels[seed]) {
          ++border[labels[other]];
        } else if (!is_done[other]) {
          is_done[other] = 1;
          island.push_back(other);
        }
      }
    }
    if (island.size() >= small_island) continue;
    float least = 1e30f;
    Label best = labels[seed];
    for (int k = 0; k < kNumDirections; ++k) {
      if (border[static_cast<std::size_t>(k)] == 0) continue;
      float sum = 0.0f;
      for (const std::uint32_t face : island) sum += costs[face][static_cast<std::size_t>(k)];
      sum /= static_cast<float>(island.size());
      if (sum < least) {
        least = sum;
        best = static_cast<Label>(k);
      }
    }
    // Some face would be stretched too much, or turn away.
    if (least > 1.0f - kLeastCos) continue;
    for (const std::uint32_t face : island) {
      if (costs[face][best] < 2.0f) labels[face] = best;
    }
  }
}

}  // namespace

FaceNeighbours::FaceNeighbours(const mesh::Mesh& mesh) : across(mesh.faces.size(), {kNoFace, kNoFace, kNoFace}) {
  struct Edge {
    std::uint32_t low, high, face, side;
    auto ends() const { return std::pair(low, high); }
  };
  std::vector<Edge> edges;
  edges.reserve(3 * mesh.faces.size());
  for (std::uint32_t i = 0; i < mesh.faces.size(); ++i) {
    for (std::uint32_t side = 0; side < 3; ++side) {
      const std::uint32_t a = mesh.faces[i][static_cast<int>(side)],
                          b = mesh.faces[i][static_cast<int>((side + 1) % 3)];
      edges.push_back({std::min(a, b), std::max(a, b), i, side});
    }
  }
  std::sort(edges.begin(), edges.end(),
            [](const Edge& a, const Edge& b) { return a.ends() != b.ends() ? a.ends() < b.ends() : a.face < b.face; });
  for (std::size_t i = 0; i + 1 < edges.size(); ++i) {
    const Edge &a = edges[i], &b = edges[i + 1];
    if (a.ends() != b.ends() || (i + 2 < edges.size() && edges[i + 2].ends() == a.ends())) continue;
    across[a.face][a.side] = b.face;
    across[b.face][b.side] = a.face;
    ++i;
  }
}

std::array<geometry::Camera, kNumDirections> direction_cameras(const mesh::Mesh& mesh,
                                                               const geometry::RingGeometry& ring) {
  float reach = 0.0f;
  for (const glm::vec3& p : mesh.positions) reach = std::max(reach, glm::length(p));
  // The cameras' convex hull holds the ball of 0.63 of their distance around the origin; from inside the hull every
  // plane has a camera on either side.
  geometry::RingGeometry wide = ring;
  wide.distance = std::max(ring.distance, 1.7f * reach);
  std::array<geometry::Camera, kNumDirections> cameras;
  for (int anchor = 0; anchor < geometry::kNumAnchors; ++anchor) {
    cameras[static_cast<std::size_t>(anchor)] = geometry::view_camera(anchor * geometry::kViewsPerAnchor, 256, wide);
  }
  cameras[kAbove] = geometry::ring_camera(0.0f, 90.0f, 256, wide);
  cameras[kBelow] = geometry::ring_camera(0.0f, -90.0f, 256, wide);
  return cameras;
}

std::vector<Label> label_faces(const mesh::Mesh& mesh, const FaceNeighbours& neighbours,
                               const std::array<geometry::Camera, kNumDirections>& cameras) {
  const std::vector<Costs> costs = facing_costs(mesh, cameras);
  std::vector<Label> labels(mesh.faces.size());
  for (std::size_t i = 0; i < labels.size(); ++i) labels[i] = cheapest(costs[i]);
  smooth(costs, neighbours, labels);
  const std::size_t small_island = std::min(kSmallIsland, mesh.faces.size() / 100);
  for (int pass = 0; pass < 3; ++pass) drop_islands(costs, neighbours, small_island, labels);
  return labels;
}

}  // namespace core::texture
