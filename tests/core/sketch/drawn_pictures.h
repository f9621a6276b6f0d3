// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <memory>

#include "core/image/image.h"
#include "core/views/view_source.h"

/// Pictures of known outline, drawn by program.
namespace sketch_test {

/// Whether a point (pixels, from the picture's corner) belongs to the object.
using Inside = std::function<bool(float x, float y)>;

/// Antialiased RGBA picture of 256 pixels with colours that vary over the object.
core::image::Image8 drawn(const Inside& inside);

Inside disc(float center_x, float center_y, float radius);
Inside rectangle(float left, float top, float right, float bottom);
/// A lopsided figure with a head, an arm and two legs.
Inside figure();
/// A vase, symmetric about x = 128.
Inside vase();

/// View 0 of a picture that is on its canvas already.
core::views::ViewPtr front_view(const core::image::Image8& rgba);
/// All eight anchors, nothing held, one seed.
core::views::AnchorRequest all_anchors(const core::image::Image8& rgba, std::uint64_t seed = 43);

}  // namespace sketch_test
