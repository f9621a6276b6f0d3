// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <glm/vec3.hpp>

namespace core::views {

/// Unit normal in the world frame from three encoded bytes. Normal maps are stored in the front camera's frame for all
/// views: R points to the front camera (-y), G to its picture's right (+x), B up (+z); n_world = (G, -R, B).
/// The result is not normalised again when the bytes were not a unit vector; use it where alpha > 0 only.
///
/// Source: contracts.md section 2; reference/stage3-reconstruction.md 1.1.
glm::vec3 decode_normal(const std::uint8_t* rgb);

/// Inverse of decode_normal: round((n + 1) / 2 * 255).
void encode_normal(const glm::vec3& normal_in_world, std::uint8_t* rgb);

}  // namespace core::views
