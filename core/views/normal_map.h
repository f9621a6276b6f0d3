// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <glm/vec3.hpp>

#include "core/image/image.h"
#include "core/views/view.h"

namespace core::views {

/// Unit normal in the world frame from three encoded bytes. Normal maps are stored in the front camera's frame for all
/// views: R points to the front camera (-y), G to its picture's right (+x), B up (+z); n_world = (G, -R, B).
/// The result is not normalised again when the bytes were not a unit vector; use it where alpha > 0 only.
///
/// Source: contracts.md section 2; reference/stage3-reconstruction.md 1.1.
glm::vec3 decode_normal(const std::uint8_t* rgb);

/// Inverse of decode_normal: round((n + 1) / 2 * 255).
void encode_normal(const glm::vec3& normal_in_world, std::uint8_t* rgb);

/// The normals of view 0 as they are when its picture is turned clockwise: each vector is, no pixel moves. White stays.
/// @param rgb  three or four channels
image::Image8 turned_normals(image::Image8 rgb, float turn_deg);

/// Puts normals over a view's own wherever they say something (alpha of half and more); what of the view is covered
/// stays as it is. A view without normals gets them where its picture is covered.
/// @param rgba  of the view's size; another size is left alone
void lay_normals(const image::Image8& rgba, View& view);

}  // namespace core::views
