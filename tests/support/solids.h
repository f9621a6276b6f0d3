// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <glm/vec3.hpp>
#include <string>
#include <vector>

#include "core/mesh/mesh.h"

/// Closed bodies made by program, to measure reconstructions with: signed distances (bounds at least) that are meshed
/// finely. Ring world: z up, front at -y, within +-0.4.
namespace support {

struct Solid {
  std::string name;
  std::function<float(const glm::vec3& point)> distance;
  bool is_thin = false;  ///< thin and deep parts, such as wings and folds
};

/// Three ordinary ones (a doll, a fluted vase, a teapot) and two that are thin and deep (an angel with wings and a
/// folded robe, a chair with bars).
const std::vector<Solid>& solids();

/// @param resolution  voxels along the side of a box of 0.9
/// @throws std::runtime_error if the body is empty
core::mesh::Mesh make_solid(const Solid& solid, int resolution = 320);

}  // namespace support
