// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/sketch/noise.h"

#include <cmath>
#include <glm/common.hpp>
#include <glm/geometric.hpp>

namespace core::sketch {
namespace {

/// -1..1 for a lattice point.
float lattice_value(const glm::ivec3& cell, std::uint32_t salt) {
  return static_cast<float>(lattice_hash(cell, salt) >> 8) * (2.0f / 16777215.0f) - 1.0f;
}

}  // namespace

std::uint32_t lattice_hash(const glm::ivec3& cell, std::uint32_t salt) {
  std::uint32_t h = salt ^ (static_cast<std::uint32_t>(cell.x) * 0x9e3779b1u);
  h = (h ^ (h >> 15)) * 0x85ebca77u + static_cast<std::uint32_t>(cell.y) * 0xc2b2ae3du;
  h = (h ^ (h >> 13)) * 0x27d4eb2fu + static_cast<std::uint32_t>(cell.z) * 0x165667b1u;
  h = (h ^ (h >> 16)) * 0x7feb352du;
  h = (h ^ (h >> 15)) * 0x846ca68bu;
  return h ^ (h >> 16);
}

float value_noise(const glm::vec3& point, std::uint32_t salt) {
  const glm::vec3 base = glm::floor(point);
  const glm::ivec3 cell(base);
  const glm::vec3 t = point - base;
  const glm::vec3 s = t * t * t * (t * (t * 6.0f - 15.0f) + 10.0f);
  const auto along_x = [&](int y, int z) {
    return glm::mix(lattice_value(cell + glm::ivec3(0, y, z), salt), lattice_value(cell + glm::ivec3(1, y, z), salt),
                    s.x);
  };
  const float front = glm::mix(along_x(0, 0), along_x(1, 0), s.y);
  const float back = glm::mix(along_x(0, 1), along_x(1, 1), s.y);
  return glm::mix(front, back, s.z);
}

float rough_noise(const glm::vec3& point, std::uint32_t salt) {
  return 0.7f * value_noise(point, salt) + 0.3f * value_noise(2.17f * point, salt + 0x51u);
}

NearestFeature nearest_feature(const glm::vec3& point, std::uint32_t salt) {
  const glm::ivec3 cell(glm::floor(point));
  NearestFeature nearest{1e9f, 0};
  for (int dz = -1; dz <= 1; ++dz) {
    for (int dy = -1; dy <= 1; ++dy) {
      for (int dx = -1; dx <= 1; ++dx) {
        const glm::ivec3 at = cell + glm::ivec3(dx, dy, dz);
        const std::uint32_t hash = lattice_hash(at, salt);
        const glm::vec3 jitter(static_cast<float>(hash & 1023u), static_cast<float>((hash >> 10) & 1023u),
                               static_cast<float>((hash >> 20) & 1023u));
        const float distance = glm::length(glm::vec3(at) + jitter / 1023.0f - point);
        if (distance < nearest.distance) nearest = {distance, lattice_hash(at, salt + 0x9du)};
      }
    }
  }
  return nearest;
}

}  // namespace core::sketch
