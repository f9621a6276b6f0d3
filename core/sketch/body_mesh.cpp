// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/sketch/body_mesh.h"

#include <algorithm>
#include <cmath>
#include <glm/common.hpp>
#include <glm/geometric.hpp>
#include <vector>

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/mesh/marching_cubes.h"

namespace core::sketch {
namespace {

constexpr int kMarginCells = 2;

glm::vec3 gradient_at(const BodyField& field, const glm::vec3& point, float step) {
  glm::vec3 gradient;
  for (int axis = 0; axis < 3; ++axis) {
    glm::vec3 offset(0.0f);
    offset[axis] = step;
    gradient[axis] = (field.value(point + offset) - field.value(point - offset)) / (2.0f * step);
  }
  return gradient;
}

/// Moves a vertex along the gradient onto the zero level, at most half a cell, which cannot tangle the surface.
glm::vec3 polished(const BodyField& field, const glm::vec3& start, float spacing) {
  glm::vec3 point = start;
  for (int step = 0; step < 2; ++step) {
    const glm::vec3 gradient = gradient_at(field, point, 0.2f * spacing);
    const float steepness_sq = glm::dot(gradient, gradient);
    if (steepness_sq < 1e-6f) return point;
    glm::vec3 move = -field.value(point) / steepness_sq * gradient;
    const float length = glm::length(move);
    if (length > 0.25f * spacing) move *= 0.25f * spacing / length;
    point += move;
  }
  return point;
}

}  // namespace

mesh::Mesh mesh_of(const BodyField& field, float spacing, const RunContext& context) {
  const geometry::Aabb box = field.bounds();
  if (box.is_empty()) throw Error(ErrorCode::Empty, "The outlines leave no body: nothing lies inside all of them.");
  const glm::ivec3 low = glm::ivec3(glm::floor(box.low / spacing)) - kMarginCells;
  const glm::ivec3 high = glm::ivec3(glm::ceil(box.high / spacing)) + kMarginCells;
  mesh::ScalarGrid grid{high - low + 1, glm::vec3(low) * spacing, spacing, {}};
  std::vector<float> values(static_cast<std::size_t>(grid.size.x) * static_cast<std::size_t>(grid.size.y) *
                            static_cast<std::size_t>(grid.size.z));
  parallel_for(0, grid.size.z, 1, [&](int z) {
    context.checkpoint();
    std::size_t i = static_cast<std::size_t>(z) * static_cast<std::size_t>(grid.size.x * grid.size.y);
    for (int y = 0; y < grid.size.y; ++y) {
      for (int x = 0; x < grid.size.x; ++x) values[i++] = field.value(glm::vec3(low + glm::ivec3(x, y, z)) * spacing);
    }
  });
  if (std::none_of(values.begin(), values.end(), [](float value) { return value < 0.0f; })) {
    throw Error(ErrorCode::Empty, "The outlines leave no body: nothing lies inside all of them.");
  }
  grid.values = values;
  mesh::Mesh mesh = mesh::marching_cubes(grid);
  context.checkpoint();
  mesh.normals.resize(mesh.positions.size());
  parallel_for(std::size_t{0}, mesh.positions.size(), std::size_t{1024}, [&](std::size_t i) {
    mesh.positions[i] = polished(field, mesh.positions[i], spacing);
    const glm::vec3 gradient = gradient_at(field, mesh.positions[i], 0.8f * spacing);
    const float steepness = glm::length(gradient);
    mesh.normals[i] = steepness > 1e-6f ? gradient / steepness : glm::vec3(0.0f, -1.0f, 0.0f);
  });
  return mesh;
}

}  // namespace core::sketch
