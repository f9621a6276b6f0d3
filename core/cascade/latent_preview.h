// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <ATen/core/Tensor.h>

#include "core/image/image.h"

namespace core::cascade {

/// Small pictures of latents without the autoencoder: each latent pixel's colour as an affine function of its channels,
/// fitted by least squares to the object's own pictures, whose latents are known.
class LatentPreview {
 public:
  /// @param latents   [B, C, h, w], of these pictures
  /// @param pictures  [B, 3, H, W], 0..1, H and W multiples of h and w
  LatentPreview(const at::Tensor& latents, const at::Tensor& pictures);

  /// @param latents  [C, h, w]
  /// @return         RGB, w x h
  image::Image8 picture_of(const at::Tensor& latents) const;

 private:
  at::Tensor color_from_latent_;  ///< [C + 1, 3]
};

}  // namespace core::cascade
