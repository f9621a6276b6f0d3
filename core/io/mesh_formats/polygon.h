// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <glm/vec3.hpp>
#include <span>
#include <vector>

namespace core::io {

/// Appends the triangles of a polygon, facing as it does. Corners are indices of positions. Polygons of up to 64
/// corners may be concave (ears are cut off); larger ones are taken as convex.
void add_polygon(std::span<const std::uint32_t> corners, std::span<const glm::vec3> positions,
                 std::vector<glm::uvec3>& faces);

}  // namespace core::io
