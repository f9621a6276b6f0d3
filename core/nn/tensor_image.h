// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <ATen/core/Tensor.h>

#include "core/image/image.h"

namespace core::nn {

/// A picture as a tensor [1, channels, height, width], float32, byte / 255.
at::Tensor tensor_from_image(const image::Image8& picture);

/// The inverse: floor(255 x + 0.5), clamped.
/// @param tensor  [channels, height, width] or with a leading 1, any floating dtype; NaN becomes 0
image::Image8 image_from_tensor(const at::Tensor& tensor);

}  // namespace core::nn
