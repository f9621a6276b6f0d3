// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>

namespace core::image {

/// The colour (sRGB) for a value of 0..1 on a map, from dark blue to light yellow. Equal steps of the value look
/// equally large and every step is lighter than the one before, also to people who do not tell red from green: a
/// straight line in OKLab along its blue-yellow axis.
///
/// Source: Ottosson 2020, "A perceptual color space for image processing" (OKLab).
std::array<std::uint8_t, 3> ramp_color(float value);

}  // namespace core::image
