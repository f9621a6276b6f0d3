// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

namespace core::image {

/// sRGB transfer function (IEC 61966-2-1), both ways, for values in 0..1.
float linear_from_srgb(float srgb);
float srgb_from_linear(float linear);

}  // namespace core::image
