// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/sketch/body_mesh.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <glm/common.hpp>
#include <glm/geometric.hpp>
#include <vector>

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/mesh/marching_cubes.h"
#include "core/mesh/topology.h"

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

/// Vertices that would fall together stay where they were: the mesh must stay closed after welding.
void polish_vertices(mesh::Mesh& mesh, const BodyField& field, float spacing) {
  const std::vector<glm::vec3> before = mesh.positions;
  parallel_for(std::size_t{0}, mesh.positions.size(), std::size_t{1024},
               [&](std::size_t i) { mesh.positions[i] = polished(field, before[i], spacing); });
  const std::vector<std::uint32_t> first = mesh::weld_map(mesh);
  for (std::size_t i = 0; i < first.size(); ++i) {
    if (first[i] == i) continue;
    mesh.positions[i] = before[i];
    mesh.positions[first[i]] = before[first[i]];
  }
}

/// Averages along one axis with a binomial kernel.
void average_along(std::vector<float>& values, const glm::ivec3& size, int axis, float sigma) {
  const std::array<std::size_t, 3> strides = {1, static_cast<std::size_t>(size.x),
                                              static_cast<std::size_t>(size.x) * static_cast<std::size_t>(size.y)};
  const int u = (axis + 1) % 3;
  const int v = (axis + 2) % 3;
  const int radius = std::max(1, static_cast<int>(std::ceil(2.5f * sigma)));
  std::vector<float> kernel;
  float total = 0.0f;
  for (int i = -radius; i <= radius; ++i) {
    kernel.push_back(std::exp(-0.5f * static_cast<float>(i * i) / (sigma * sigma)));
    total += kernel.back();
  }
  parallel_for(0, size[v], 1, [&](int b) {
    std::vector<float> line(static_cast<std::size_t>(size[axis]));
    for (int a = 0; a < size[u]; ++a) {
      float* first = values.data() + static_cast<std::size_t>(a) * strides[static_cast<std::size_t>(u)] +
                     static_cast<std::size_t>(b) * strides[static_cast<std::size_t>(v)];
      for (std::size_t i = 0; i < line.size(); ++i) line[i] = first[i * strides[static_cast<std::size_t>(axis)]];
      for (int i = 0; i < size[axis]; ++i) {
        float sum = 0.0f;
        for (int k = -radius; k <= radius; ++k) {
          sum += kernel[static_cast<std::size_t>(k + radius)] *
                 line[static_cast<std::size_t>(std::clamp(i + k, 0, size[axis] - 1))];
        }
        first[static_cast<std::size_t>(i) * strides[static_cast<std::size_t>(axis)]] = sum / total;
      }
    }
  });
}

/// Far values are cut off first, so that thin parts do not drown in what surrounds them.
void smooth_values(std::vector<float>& values, const glm::ivec3& size, float spacing, float sigma) {
  const float limit = sigma * spacing;
  for (float& value : values) value = std::clamp(value, -limit, limit);
  for (int axis = 0; axis < 3; ++axis) average_along(values, size, axis, sigma);
}

}  // namespace

mesh::Mesh mesh_of(const BodyField& field, float spacing, const RunContext& context, float smoothing) {
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
  if (smoothing > 0.0f) smooth_values(values, grid.size, spacing, smoothing);
  grid.values = values;
  mesh::Mesh mesh = mesh::marching_cubes(grid);
  context.checkpoint();
  if (smoothing > 0.0f) {
    mesh.normals = mesh::smooth_normals(mesh);
    return mesh;
  }
  polish_vertices(mesh, field, spacing);
  mesh.normals.resize(mesh.positions.size());
  parallel_for(std::size_t{0}, mesh.positions.size(), std::size_t{1024}, [&](std::size_t i) {
    const glm::vec3 gradient = gradient_at(field, mesh.positions[i], 0.8f * spacing);
    const float steepness = glm::length(gradient);
    mesh.normals[i] = steepness > 1e-6f ? gradient / steepness : glm::vec3(0.0f, -1.0f, 0.0f);
  });
  return mesh;
}

}  // namespace core::sketch
