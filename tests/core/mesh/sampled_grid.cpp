// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "tests/core/mesh/sampled_grid.h"

#include <algorithm>
#include <cmath>
#include <glm/geometric.hpp>

namespace support {

core::mesh::ScalarGrid SampledGrid::grid() const {
  return {glm::ivec3(size), glm::vec3(-0.5f), 1.0f / static_cast<float>(size - 1), values};
}

SampledGrid sample(int size, const std::function<float(const glm::vec3&)>& field) {
  SampledGrid result{size, {}};
  const float spacing = 1.0f / static_cast<float>(size - 1);
  for (int z = 0; z < size; ++z) {
    for (int y = 0; y < size; ++y) {
      for (int x = 0; x < size; ++x) result.values.push_back(field(spacing * glm::vec3(x, y, z) - 0.5f));
    }
  }
  return result;
}

SampledGrid closed_noise(int size, const std::function<float()>& draw) {
  const float last = 0.5f - 0.5f / static_cast<float>(size - 1);
  return sample(size, [&](const glm::vec3& p) {
    const float value = draw();
    return std::max({std::abs(p.x), std::abs(p.y), std::abs(p.z)}) > last ? 1.0f : value;
  });
}

float sphere_distance(const glm::vec3& p, float radius) { return glm::length(p) - radius; }

float torus_distance(const glm::vec3& p, float major_radius, float minor_radius) {
  return std::hypot(std::hypot(p.x, p.y) - major_radius, p.z) - minor_radius;
}

float bumpy_ball(const glm::vec3& p) {
  return glm::length(p) - 0.35f + 0.03f * std::sin(40.0f * p.x) * std::sin(35.0f * p.y) * std::sin(45.0f * p.z) +
         0.01f * std::sin(171.0f * p.x + 93.0f * p.y) * std::sin(151.0f * p.z);
}

float thin_walls(const glm::vec3& p) {
  const glm::vec3 q = 25.0f * p;
  const float gyroid = std::sin(q.x) * std::cos(q.y) + std::sin(q.y) * std::cos(q.z) + std::sin(q.z) * std::cos(q.x);
  return std::max(glm::length(p) - 0.42f, 0.04f * std::abs(gyroid) - 0.006f);
}

}  // namespace support
