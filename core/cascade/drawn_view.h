// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/image/image.h"
#include "core/views/view_source.h"

namespace core::cascade {

/// A view of what a network drew: the pictures themselves, and the object cut out of them. The alpha of the normals is
/// their own, because no normal is white; the colours' is at least as much, so that white parts of an object stay.
/// @param color, normal  RGB on white, of one size
views::View view_of_drawing(int index, std::uint64_t seed, image::Image8 color, image::Image8 normal);

/// The same for a view that is drawn again in part: outside the mask every byte of the region's view stays.
/// @param color, normal  what the network drew, size of the region's view
views::View view_of_drawing_in_region(const views::AnchorRegion& region, std::uint64_t seed, const image::Image8& color,
                                      const image::Image8& normal);

}  // namespace core::cascade
