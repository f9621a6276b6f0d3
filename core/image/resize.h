// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/image/image.h"

namespace core::image {

enum class ResizeFilter { Box, Bilinear, Bicubic, Lanczos };

/// Resamples an 8-bit picture exactly as Pillow's Image.resize does (antialiased; 22 fraction bits, 8-bit intermediate,
/// horizontal pass first, a pass without change of size skipped). Pictures with 4 channels are taken as straight RGBA
/// and resampled in premultiplied form, as Pillow does for mode RGBA.
/// @throws Error(Usage) if a target side is < 1 or the picture is empty
///
/// Source: reference/stage1-anchor-views.md 1.6 "Pillow resampling, exactly".
Image8 resize(const Image8& source, int width, int height, ResizeFilter filter = ResizeFilter::Bicubic);

}  // namespace core::image
