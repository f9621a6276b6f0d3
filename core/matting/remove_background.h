// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/matting/plain_background.h"

namespace core::matting {

/// The object without that background: what is connected to the border, and larger enclosed regions of exactly the
/// background's colour, become transparent (a highlight stays); edges get the coverage and the unmixed colour that give
/// the picture over the background. Specks far smaller than the object go too.
image::Image8 remove_plain_background(const image::Image8& rgba, const PlainBackground& background);

}  // namespace core::matting
