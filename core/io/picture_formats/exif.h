// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>

#include "core/image/image.h"
#include "core/io/image_file.h"

/// The turn a camera noted down, 1 to 8 as in the EXIF standard, tag 0x0112: 1 is upright, 5 to 8 lie on their side.
namespace core::io {

/// Orientation of an EXIF block (with or without its "Exif" head); 1 for anything that does not say.
int exif_orientation(std::span<const std::uint8_t> block);

/// The picture turned upright.
image::Image8 turned(image::Image8 picture, int orientation);

/// Swaps width and height of a picture that lies on its side.
void turn(PictureInfo& info, int orientation);

}  // namespace core::io
