// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <glm/vec3.hpp>
#include <span>
#include <vector>

namespace core::texture {

/// Gives vertices that no view shows a colour, spread over the surface from those that have one like a membrane.
/// Changes `colors` only where confidence < 1, and the less the higher the confidence is. Parts of the mesh without any
/// known colour get the mean of all known ones (mid grey if nothing is known). Neighbours are vertices of one face;
/// vertices of equal position must be one vertex. More sweeps make wide parts smoother.
void fill_unseen(std::span<const glm::uvec3> faces, std::span<const float> confidence, std::vector<glm::vec3>& colors,
                 int max_sweeps);

/// Replaces each value by a mean over its surroundings: `num_steps` times the mean of its neighbours' and its own.
void smooth_over_surface(std::span<const glm::uvec3> faces, int num_steps, std::vector<glm::vec3>& values);

}  // namespace core::texture
