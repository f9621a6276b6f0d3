// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <glm/vec3.hpp>

namespace core::sketch {

/// A well mixed number of a cell of the integer lattice.
std::uint32_t lattice_hash(const glm::ivec3& cell, std::uint32_t salt);

/// Smooth noise over space with about one bump per unit, -1..1.
float value_noise(const glm::vec3& point, std::uint32_t salt);

/// Two octaves of value_noise, about -1..1.
float rough_noise(const glm::vec3& point, std::uint32_t salt);

/// The feature point nearest to a place (one feature point per unit cell).
struct NearestFeature {
  float distance = 0.0f;   ///< in units
  std::uint32_t hash = 0;  ///< a number of its own for each feature point
};

/// Source: Worley 1996, "A cellular texture basis function".
NearestFeature nearest_feature(const glm::vec3& point, std::uint32_t salt);

}  // namespace core::sketch
