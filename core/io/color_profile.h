// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <vector>

#include "core/image/image.h"

namespace core::io {

/// Converts a decoded picture in place to sRGB through its embedded ICC profile; without one (or with one that cannot
/// be used) RGB is taken as sRGB and CMYK by the plain formula. Alpha stays; CMYK pictures become opaque RGBA.
void convert_to_srgb(image::Image8& picture, const std::vector<std::uint8_t>& icc, bool is_cmyk);

}  // namespace core::io
