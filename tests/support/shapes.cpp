// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "tests/support/shapes.h"

#include <cmath>
#include <numbers>

namespace support {
namespace {

constexpr float kTwoPi = 2.0f * std::numbers::pi_v<float>;

std::uint32_t as_index(int value) { return static_cast<std::uint32_t>(value); }

}  // namespace

core::mesh::Mesh make_sphere(float radius, int num_rings, int num_segments) {
  core::mesh::Mesh mesh;
  mesh.positions.emplace_back(0.0f, 0.0f, radius);
  for (int ring = 1; ring < num_rings; ++ring) {
    const float polar = std::numbers::pi_v<float> * static_cast<float>(ring) / static_cast<float>(num_rings);
    for (int segment = 0; segment < num_segments; ++segment) {
      const float turn = kTwoPi * static_cast<float>(segment) / static_cast<float>(num_segments);
      mesh.positions.push_back(
          radius * glm::vec3(std::sin(polar) * std::cos(turn), std::sin(polar) * std::sin(turn), std::cos(polar)));
    }
  }
  mesh.positions.emplace_back(0.0f, 0.0f, -radius);
  const auto at = [&](int ring, int segment) {
    return as_index(1 + (ring - 1) * num_segments + segment % num_segments);
  };
  const std::uint32_t south = as_index(static_cast<int>(mesh.positions.size()) - 1);
  for (int segment = 0; segment < num_segments; ++segment) {
    mesh.faces.emplace_back(0u, at(1, segment), at(1, segment + 1));
    mesh.faces.emplace_back(south, at(num_rings - 1, segment + 1), at(num_rings - 1, segment));
    for (int ring = 1; ring + 1 < num_rings; ++ring) {
      mesh.faces.emplace_back(at(ring, segment), at(ring + 1, segment), at(ring + 1, segment + 1));
      mesh.faces.emplace_back(at(ring, segment), at(ring + 1, segment + 1), at(ring, segment + 1));
    }
  }
  return mesh;
}

core::mesh::Mesh make_torus(float major_radius, float minor_radius, int num_major, int num_minor) {
  core::mesh::Mesh mesh;
  for (int i = 0; i < num_major; ++i) {
    const float major = kTwoPi * static_cast<float>(i) / static_cast<float>(num_major);
    for (int j = 0; j < num_minor; ++j) {
      const float minor = kTwoPi * static_cast<float>(j) / static_cast<float>(num_minor);
      const float reach = major_radius + minor_radius * std::cos(minor);
      mesh.positions.emplace_back(reach * std::cos(major), reach * std::sin(major), minor_radius * std::sin(minor));
    }
  }
  const auto at = [&](int i, int j) { return as_index((i % num_major) * num_minor + j % num_minor); };
  for (int i = 0; i < num_major; ++i) {
    for (int j = 0; j < num_minor; ++j) {
      mesh.faces.emplace_back(at(i, j), at(i + 1, j), at(i + 1, j + 1));
      mesh.faces.emplace_back(at(i, j), at(i + 1, j + 1), at(i, j + 1));
    }
  }
  return mesh;
}

core::mesh::Mesh make_box(const glm::vec3& half_size) {
  core::mesh::Mesh mesh;
  for (int corner = 0; corner < 8; ++corner) {
    mesh.positions.emplace_back((corner & 1) != 0 ? half_size.x : -half_size.x,
                                (corner & 2) != 0 ? half_size.y : -half_size.y,
                                (corner & 4) != 0 ? half_size.z : -half_size.z);
  }
  mesh.faces = {{0, 2, 3}, {0, 3, 1}, {4, 5, 7}, {4, 7, 6}, {0, 1, 5}, {0, 5, 4},
                {2, 6, 7}, {2, 7, 3}, {0, 4, 6}, {0, 6, 2}, {1, 3, 7}, {1, 7, 5}};
  return mesh;
}

void paint_by_position(core::mesh::Mesh& mesh) {
  mesh.colors.clear();
  for (const glm::vec3& p : mesh.positions) {
    mesh.colors.emplace_back(0.5f + 0.4f * std::sin(14.0f * p.x + 3.0f * p.z),
                             0.5f + 0.4f * std::sin(11.0f * p.y - 5.0f * p.x), 0.5f + 0.4f * std::sin(17.0f * p.z));
  }
}

}  // namespace support
