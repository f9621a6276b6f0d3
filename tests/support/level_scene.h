// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "core/reconstruct/level_refiner.h"

namespace support {

/// A field near to what its targets ask for: a body made by program in front of views of itself.
struct LevelScene {
  std::string name;
  core::reconstruct::SparseField field;
  core::reconstruct::RayTargets targets;
  std::vector<core::reconstruct::Tile> tiles;  ///< of all views, sorted
  core::reconstruct::StepSettings settings;
};

/// A sphere and a torus that are a voxel too large, and a sphere of which each voxel is off at random.
/// @param size_px  of the views' pictures
LevelScene sphere_scene(int resolution = 64, int size_px = 64);
LevelScene torus_scene(int resolution = 64, int size_px = 64);
LevelScene rough_scene(int resolution = 64, int size_px = 64);

}  // namespace support
