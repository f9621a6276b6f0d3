// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "core/mesh/marching_cubes.h"

/// Scalar fields for tests, sampled on the cube [-0.5, 0.5]^3.
namespace support {

/// Owns the values that grid() points to.
struct SampledGrid {
  int size = 0;  ///< samples a side
  std::vector<float> values;
  core::mesh::ScalarGrid grid() const;
};

SampledGrid sample(int size, const std::function<float(const glm::vec3&)>& field);

/// Independent random values from `draw(i)` inside, 1 on the border.
SampledGrid closed_noise(int size, const std::function<float()>& draw);

float sphere_distance(const glm::vec3& p, float radius);
float torus_distance(const glm::vec3& p, float major_radius, float minor_radius);
/// Not a distance: a sphere with bumps of several sizes.
float bumpy_ball(const glm::vec3& p);
/// Not a distance: thin curved walls with holes and handles, inside a ball.
float thin_walls(const glm::vec3& p);

}  // namespace support
